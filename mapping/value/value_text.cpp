#include "mapping/value/value_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace lite2pg {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

void append_hex(std::string& out, char c) {
  const auto byte = static_cast<unsigned char>(c);
  out += hex_digits[byte >> 4];
  out += hex_digits[byte & 15];
}

/// Length of the well-formed UTF-8 sequence at the front (Unicode 15, table 3-7); 0 when there is none.
std::size_t utf8_length(std::string_view s) {
  const auto at = [s](std::size_t i) { return i < s.size() ? static_cast<unsigned char>(s[i]) : 0U; };
  const auto tail = [&](std::size_t i) { return (at(i) & 0xc0U) == 0x80U; };
  const unsigned lead = at(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return tail(1) ? 2 : 0;
  if (lead >= 0xe0 && lead <= 0xef) {
    const unsigned low = lead == 0xe0 ? 0xa0 : 0x80, high = lead == 0xed ? 0x9f : 0xbf;
    return at(1) >= low && at(1) <= high && tail(2) ? 3 : 0;
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    const unsigned low = lead == 0xf0 ? 0x90 : 0x80, high = lead == 0xf4 ? 0x8f : 0xbf;
    return at(1) >= low && at(1) <= high && tail(2) && tail(3) ? 4 : 0;
  }
  return 0;
}

void append_ascii(std::string& out, char c) {
  switch (c) {
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    case '\\': out += "\\\\"; return;
    case '\'': out += "''"; return;
    default: break;
  }
  if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) {
    out += c;
  } else {
    out += "\\u00";
    append_hex(out, c);
  }
}

/// C1 controls (U+0080 to U+009F) can steer a terminal just as ESC can; so can the marks that turn writing around.
bool is_unprintable(std::string_view sequence) {
  if (sequence.size() == 2) return sequence[0] == '\xc2' && static_cast<unsigned char>(sequence[1]) < 0xa0;
  if (sequence.size() != 3 || sequence[0] != '\xe2') return false;
  const auto low = static_cast<unsigned char>(sequence[2]);
  if (sequence[1] == '\x80') return low >= 0xa8 && low <= 0xae;  // U+2028 to U+202E
  return sequence[1] == '\x81' && low >= 0xa6 && low <= 0xa9;    // U+2066 to U+2069
}

void append_bytes_escaped(std::string& out, std::string_view bytes) {
  for (const char c : bytes) {
    out += "\\x";
    append_hex(out, c);
  }
}

void append_text(std::string& out, std::string_view text, std::size_t max) {
  std::size_t shown = 0;
  while (shown < text.size() && shown < max) {
    const std::size_t n = utf8_length(text.substr(shown));
    if (n > 1 && shown + n > max) break;
    const std::string_view sequence = text.substr(shown, n == 0 ? 1 : n);
    if (n == 1) {
      append_ascii(out, sequence[0]);
    } else if (n == 0 || is_unprintable(sequence)) {
      append_bytes_escaped(out, sequence);
    } else {
      out += sequence;
    }
    shown += sequence.size();
  }
  if (shown < text.size()) out += "…";
}

std::string show_bytes(const Value& v, std::size_t max) {
  const std::string_view bytes = v.bytes();
  std::string out;
  if (v.storage() == StorageClass::text) {
    out = "'";
    append_text(out, bytes, max);
  } else {
    out = "x'";
    for (const char c : bytes.substr(0, max)) append_hex(out, c);
    if (bytes.size() > max) out += "…";
  }
  out += "'";
  if (bytes.size() > max) out += " (" + std::to_string(bytes.size()) + " bytes)";
  return out;
}

}  // namespace

std::string show_real(double v) {
  if (std::isnan(v)) return "NaN";
  if (std::isinf(v)) return v < 0 ? "-Infinity" : "Infinity";
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), v).ptr;
  std::string out(digits.data(), end);
  if (out.find_first_of(".e") == std::string::npos) out += ".0";
  return out;
}

std::string show(const Value& v, std::size_t max) {
  switch (v.storage()) {
    case StorageClass::null: return "NULL";
    case StorageClass::integer: return std::to_string(v.integer());
    case StorageClass::real: return show_real(v.real());
    case StorageClass::text:
    case StorageClass::blob: return show_bytes(v, max);
  }
  return {};
}

}  // namespace lite2pg
