#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "common/ascii.h"
#include "mapping/codec/decode/steps.h"

namespace lite2pg {
namespace {

/// What the characters of a text say about the number it may be.
enum class Looks : std::uint8_t { integer, real, neither };

/// -?digits is an integer; with a point and digits, or an exponent with sign and two digits or more, a real. Zeros too
/// many at either end make it a text.
Looks look(std::string_view s) noexcept {
  std::size_t i = s.starts_with('-') ? 1 : 0;
  const auto digits = [&] {
    const std::size_t first = i;
    while (i < s.size() && is_digit(s[i])) ++i;
    return i - first;
  };
  const std::size_t first = i;
  const std::size_t whole = digits();
  if (whole == 0 || (whole > 1 && s[first] == '0')) return Looks::neither;
  if (i == s.size()) return s == "-0" ? Looks::neither : Looks::integer;
  if (s[i] == '.') {
    ++i;
    if (digits() == 0) return Looks::neither;
    if (i == s.size()) return Looks::real;
  }
  if (s[i] != 'e' || ++i == s.size() || (s[i] != '+' && s[i] != '-')) return Looks::neither;
  ++i;
  return digits() >= 2 && i == s.size() ? Looks::real : Looks::neither;
}

std::optional<Value> read_integer(std::string_view s) noexcept {
  std::int64_t n = 0;
  if (std::from_chars(s.data(), s.data() + s.size(), n).ec != std::errc{}) return std::nullopt;
  return Value::of(n);
}

/// A REAL only when it is spelled as reals are: the shortest digits, in the shorter of the two notations.
std::optional<Value> read_real(std::string_view s) noexcept {
  if (s.size() > 32) return std::nullopt;
  double v = 0;
  if (std::from_chars(s.data(), s.data() + s.size(), v).ec != std::errc{}) return std::nullopt;
  std::array<char, 32> text;
  const char* end = std::to_chars(text.data(), text.data() + text.size(), v).ptr;
  const std::string_view shortest(text.data(), static_cast<std::size_t>(end - text.data()));
  const std::string_view bare = s.ends_with(".0") ? s.substr(0, s.size() - 2) : s;
  if (bare != shortest) return std::nullopt;
  return Value::of(v);
}

constexpr int hex_value(char c) noexcept {
  if (is_digit(c)) return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::optional<Value> read_hex_blob(std::string_view digits, std::string& scratch) {
  if (digits.size() % 2 != 0) return std::nullopt;
  scratch.clear();
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    const int high = hex_value(digits[i]), low = hex_value(digits[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    scratch += static_cast<char>(high * 16 + low);
  }
  return Value::blob(scratch);
}

std::optional<Value> read_other(NumberForm form, std::string_view s, std::string& scratch) {
  if (s.starts_with("\\x")) return read_hex_blob(s.substr(2), scratch);
  if (form != NumberForm::integer) {
    if (s == "Infinity") return Value::of(std::numeric_limits<double>::infinity());
    if (s == "-Infinity") return Value::of(-std::numeric_limits<double>::infinity());
  }
  switch (look(s)) {
    case Looks::integer: return form == NumberForm::real ? std::nullopt : read_integer(s);
    case Looks::real: return form == NumberForm::integer ? std::nullopt : read_real(s);
    case Looks::neither: break;
  }
  return std::nullopt;
}

/// Decodes UTF-8 bit by bit: a code point and its length, or length 0 for what is none (or NUL).
struct CodePoint {
  std::uint32_t value = 0;
  std::size_t length = 0;
};

CodePoint code_point_at(std::string_view s) noexcept {
  const auto lead = static_cast<unsigned char>(s[0]);
  if (lead < 0x80) return {lead, lead == 0 ? 0U : 1U};
  const std::size_t length = (lead >> 5) == 6 ? 2 : (lead >> 4) == 14 ? 3 : (lead >> 3) == 30 ? 4 : 0;
  if (length == 0 || s.size() < length) return {};
  std::uint32_t value = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto c = static_cast<unsigned char>(s[i]);
    if ((c >> 6) != 2) return {};
    value = value << 6 | (c & 0x3F);
  }
  constexpr std::uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = (value >> 11) == 0x1B;
  if (value < smallest[length] || value > 0x10FFFF || surrogate) return {};
  return {value, length};
}

bool is_good(std::string_view s) noexcept {
  while (!s.empty()) {
    const std::size_t length = s[0] == 0 ? 1 : code_point_at(s).length;
    if (length == 0) return false;
    s.remove_prefix(length);
  }
  return true;
}

/// What stands in Windows 1252 from 0x80 to 0x9F, in UTF-8; unused bytes are the controls of Latin 1.
constexpr std::string_view windows1252[] = {
    "€",        "\xC2\x81", "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", "\xC2\x8D", "Ž", "\xC2\x8F",
    "\xC2\x90", "‘",        "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", "\xC2\x9D", "ž", "Ÿ"};

void append_single_byte(bool windows, unsigned char c, std::string& out) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (windows && c < 0xA0) {
    out += windows1252[c - 0x80];
  } else {
    out += c < 0xC0 ? '\xC2' : '\xC3';
    out += static_cast<char>(c & 0xBF);
  }
}

/// Text without bytes that stand in no character; U+FFFD instead of each when `mark`.
void keep_good(bool mark, std::string_view s, std::string& out) {
  while (!s.empty()) {
    const std::size_t length = code_point_at(s).length;
    if (length > 0) {
      out += s.substr(0, length);
    } else if (mark) {
      out += "\uFFFD";
    }
    s.remove_prefix(length == 0 ? 1 : length);
  }
}

}  // namespace

Value decode_text_number(NumberForm form, std::string_view field, std::string& scratch) {
  return read_other(form, field, scratch).value_or(Value::text(field));
}

Value canonical_text_number(NumberForm form, const Value& v, std::string& scratch) {
  if (v.storage() != StorageClass::text) return v;
  const std::string_view s = v.bytes();
  if (s.find('\0') != std::string_view::npos || !is_good(s)) return Value::blob(s);
  return decode_text_number(form, s, scratch);
}

namespace {

/// What char(n) or a text that is cut keeps.
Value kept_text(const TextFormat& f, const Value& v) noexcept {
  std::string_view s = v.bytes();
  if (f.cut && f.max_chars > 0) {
    std::size_t end = 0;
    for (std::uint32_t chars = 0; chars < f.max_chars && end < s.size(); ++chars)
      end += std::max<std::size_t>(1, code_point_at(s.substr(end)).length);
    s = s.substr(0, end);
  }
  while (f.trimmed && s.ends_with(' ')) s.remove_suffix(1);
  return Value::text(s);
}

Value repaired_text(BadText how, const Value& v, std::string& scratch) {
  const std::string_view s = v.bytes();
  const bool single_byte = how == BadText::latin1 || how == BadText::windows1252;
  if (how == BadText::refuse || (single_byte && is_good(s))) return v;
  scratch.clear();
  if (single_byte) {
    for (const char c : s) append_single_byte(how == BadText::windows1252, static_cast<unsigned char>(c), scratch);
  } else {
    keep_good(how == BadText::replace, s, scratch);
  }
  return Value::text(scratch);
}

}  // namespace

Value canonical_text(const TextFormat& f, const Value& v, std::string& scratch) {
  return v.storage() == StorageClass::text ? kept_text(f, repaired_text(f.bad_text, v, scratch)) : v;
}

}  // namespace lite2pg
