// https://sqlite.org/jsonb.html
#include <charconv>
#include <cstdint>

#include "mapping/codec/decode/form_steps.h"

namespace lite2pg {
namespace {

constexpr int deepest_element = 1000;

/// A cursor over nested elements; `good` turns false for good at the first fault.
struct Walk {
  const char* at;
  std::string& out;
  bool good = true;
  int depth = 0;

  std::uint64_t big_endian(const char* end, int bytes) {
    std::uint64_t n = 0;
    for (; bytes > 0; --bytes) {
      if (at == end) return good = false, 0;
      n = n * 256 + static_cast<unsigned char>(*at++);
    }
    return n;
  }

  void spell_number(std::string_view digits, bool json5) {
    if (!json5) {
      out += digits;
      return;
    }
    std::string text(digits);
    if (text.starts_with('+')) text.erase(0, 1);
    const std::size_t sign = text.starts_with('-') ? 1 : 0;
    if (text.size() > sign + 1 && (text[sign + 1] == 'x' || text[sign + 1] == 'X')) {
      std::uint64_t n = 0;
      std::from_chars(text.data() + sign + 2, text.data() + text.size(), n, 16);
      out += (sign == 1 ? "-" : "") + std::to_string(n);
      return;
    }
    if (text.size() > sign && text[sign] == '.') text.insert(sign, 1, '0');
    const std::size_t point = text.find('.');
    const bool bare =
        point != std::string::npos && (point + 1 == text.size() || text[point + 1] == 'e' || text[point + 1] == 'E');
    if (bare) text.insert(point + 1, 1, '0');
    out += text;
  }

  void spell_text(std::string_view s, unsigned type) {
    if (type == 10) return append_json_string(s, out);
    out += '"';
    for (std::size_t i = 0; i < s.size(); ++i) {
      if (type < 9 || (s[i] != '\\' && static_cast<unsigned char>(s[i]) >= 0x20 && s[i] != '"')) {
        out += s[i];
      } else if (s[i] != '\\') {
        std::string one;
        append_json_string(s.substr(i, 1), one);
        out.append(one, 1, one.size() - 2);
      } else {
        spell_escape(s, ++i);
      }
    }
    out += '"';
  }

  /// What JSON5 has beyond JSON: https://spec.json5.org/#strings
  void spell_escape(std::string_view s, std::size_t& i) {
    if (i >= s.size()) {
      good = false;
    } else if (s[i] == 'x' && i + 2 < s.size()) {
      out.append("\\u00").append(s.substr(i + 1, 2));
      i += 2;
    } else if (s[i] == 'v' || s[i] == '0') {
      out += s[i] == 'v' ? "\\u000b" : "\\u0000";
    } else if (s[i] == '\'') {
      out += '\'';
    } else if (s[i] == '\r') {
      if (i + 1 < s.size() && s[i + 1] == '\n') ++i;
    } else if (s.substr(i).starts_with("\xE2\x80\xA8") || s.substr(i).starts_with("\xE2\x80\xA9")) {
      i += 2;
    } else if (s[i] != '\n') {
      out += '\\';
      out += s[i];
    }
  }

  void spell_items(const char* end, bool object) {
    out += object ? '{' : '[';
    bool key = object;
    for (bool first = true; at != end && good; first = false) {
      if (!first) out += object && !key ? ':' : ',';
      const unsigned type = static_cast<unsigned char>(*at) & 15U;
      if (key && (type < 7 || type > 10)) good = false;
      element(end);
      if (object) key = !key;
    }
    if (object && !key) good = false;
    out += object ? '}' : ']';
  }

  void element(const char* end) {
    if (at == end || ++depth > deepest_element) {
      good = false;
      return;
    }
    const auto head = static_cast<unsigned char>(*at++);
    const unsigned type = head % 16, width = head / 16;
    const std::uint64_t size = width < 12 ? width : big_endian(end, 1 << (width - 12));
    if (size > static_cast<std::uint64_t>(end - at)) good = false;
    if (!good) return;
    const char* const stop = at + size;
    const std::string_view payload(at, size);
    if (type <= 2) {
      constexpr std::string_view words[] = {"null", "true", "false"};
      good = size == 0;
      out += words[type];
    } else if (type <= 6) {
      spell_number(payload, type == 4 || type == 6);
    } else if (type <= 10) {
      spell_text(payload, type);
    } else if (type <= 12) {
      spell_items(stop, type == 12);
    } else {
      good = false;
    }
    at = stop;
    --depth;
  }
};

}  // namespace

bool spell_sqlite_jsonb(std::string_view bytes, std::string& out) {
  Walk walk{bytes.data(), out};
  walk.element(bytes.data() + bytes.size());
  return walk.good && walk.at == bytes.data() + bytes.size();
}

}  // namespace lite2pg
