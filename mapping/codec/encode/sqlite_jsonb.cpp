#include "mapping/codec/encode/sqlite_jsonb.h"

#include <charconv>

#include "mapping/codec/json_syntax.h"

namespace lite2pg {
namespace {

enum Type : unsigned {
  null_ = 0,
  true_ = 1,
  false_ = 2,
  integer = 3,
  integer5 = 4,
  real = 5,
  real5 = 6,
  text = 7,
  text_json = 8,
  text5 = 9,
  text_raw = 10,
  array = 11,
  object = 12
};

constexpr std::string_view hex = "0123456789abcdef";

class JsonbReader {
 public:
  explicit JsonbReader(FieldBuffer& out) : out_(out) {}

  /// One element that fills `bytes`.
  bool whole(std::string_view bytes) { return element(bytes, 0) && bytes.empty(); }

 private:
  /// Takes an element off the front.
  bool element(std::string_view& bytes, std::size_t depth) {
    if (bytes.empty() || depth > deepest_json) return false;
    const auto head = static_cast<unsigned char>(bytes[0]);
    bytes.remove_prefix(1);
    std::uint64_t size = head >> 4;
    if (size > 11) {
      const std::size_t width = std::size_t{1} << (size - 12);
      if (bytes.size() < width) return false;
      size = 0;
      for (std::size_t i = 0; i < width; ++i) size = size << 8 | static_cast<unsigned char>(bytes[i]);
      bytes.remove_prefix(width);
    }
    if (size > bytes.size()) return false;
    const std::string_view payload = bytes.substr(0, size);
    bytes.remove_prefix(size);
    return value(head & 15, payload, depth);
  }

  bool value(unsigned type, std::string_view s, std::size_t depth) {
    switch (type) {
      case null_: return s.empty() && word("null");
      case true_: return s.empty() && word("true");
      case false_: return s.empty() && word("false");
      case integer:
      case real: return word(s);
      case integer5: return hexadecimal(s);
      case real5: return loose_number(s);
      case text:
      case text_json: return word("\"") && word(s) && word("\"");
      case text5: return loose_text(s);
      case text_raw: return raw_text(s);
      case array: return items(s, '[', ']', depth);
      case object: return items(s, '{', '}', depth);
      default: return false;
    }
  }

  bool word(std::string_view s) {
    out_.append(s);
    return true;
  }
  void put(char c) { out_.append({&c, 1}); }

  bool items(std::string_view s, char open, char close, std::size_t depth) {
    put(open);
    for (std::size_t i = 0; !s.empty(); ++i) {
      if (i > 0) put(open == '{' && i % 2 == 1 ? ':' : ',');
      if (open == '{' && i % 2 == 0 && !is_text(s)) return false;
      if (!element(s, depth + 1)) return false;
      if (open == '{' && i % 2 == 0 && s.empty()) return false;
    }
    put(close);
    return true;
  }
  static bool is_text(std::string_view s) {
    const unsigned type = static_cast<unsigned char>(s[0]) & 15U;
    return type >= text && type <= text_raw;
  }

  bool hexadecimal(std::string_view s) {
    const bool minus = s.starts_with('-');
    if (minus || s.starts_with('+')) s.remove_prefix(1);
    if (s.size() < 3 || s[0] != '0' || (s[1] | 0x20) != 'x') return false;
    std::uint64_t n = 0;
    const auto [end, error] = std::from_chars(s.data() + 2, s.data() + s.size(), n, 16);
    if (error != std::errc{} || end != s.data() + s.size()) return false;
    if (minus) put('-');
    char* p = out_.reserve(24);
    out_.commit(static_cast<std::size_t>(std::to_chars(p, p + 24, n).ptr - p));
    return true;
  }

  /// ".5", "5.", "+1"
  bool loose_number(std::string_view s) {
    const bool minus = s.starts_with('-');
    if (minus) put('-');
    if (minus || s.starts_with('+')) s.remove_prefix(1);
    if (s.starts_with('.')) put('0');
    for (std::size_t i = 0; i < s.size(); ++i) {
      put(s[i]);
      const bool digit_follows = i + 1 < s.size() && s[i + 1] >= '0' && s[i + 1] <= '9';
      if (s[i] == '.' && !digit_follows) put('0');
    }
    return true;
  }

  void escaped(unsigned char c) {
    if (c == '"' || c == '\\') {
      put('\\');
      put(static_cast<char>(c));
    } else if (c < 0x20) {
      out_.append("\\u00");
      put(hex[c >> 4]);
      put(hex[c & 15]);
    } else {
      put(static_cast<char>(c));
    }
  }

  bool raw_text(std::string_view s) {
    put('"');
    for (const char c : s) escaped(static_cast<unsigned char>(c));
    put('"');
    return true;
  }

  /// Escapes of JSON5 that JSON does not have: https://spec.json5.org/#escapes
  bool loose_text(std::string_view s) {
    put('"');
    for (std::size_t i = 0; i < s.size(); ++i) {
      if (s[i] != '\\') {
        escaped(static_cast<unsigned char>(s[i]));
        continue;
      }
      if (++i == s.size()) return false;
      if (!escape(s, i)) return false;
    }
    put('"');
    return true;
  }

  bool escape(std::string_view s, std::size_t& i) {
    switch (s[i]) {
      case '\'': put('\''); return true;
      case 'v': return word("\\u000b");
      case '0': return word("\\u0000");
      case 'x':
        if (s.size() < i + 3) return false;
        out_.append("\\u00");
        out_.append(s.substr(i + 1, 2));
        i += 2;
        return true;
      case '\r':
        if (i + 1 < s.size() && s[i + 1] == '\n') ++i;
        return true;
      case '\n': return true;
      case '\xE2':  // U+2028 and U+2029 continue a line.
        if (s.substr(i, 2) == "\xE2\x80" && s.size() > i + 2 && (s[i + 2] == '\xA8' || s[i + 2] == '\xA9')) i += 2;
        return true;
      default:
        put('\\');
        put(s[i]);
        return true;
    }
  }

  FieldBuffer& out_;
};

}  // namespace

bool append_sqlite_jsonb(std::string_view bytes, FieldBuffer& out) { return JsonbReader(out).whole(bytes); }

}  // namespace lite2pg
