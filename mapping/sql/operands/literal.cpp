#include "mapping/sql/operands/literal.h"

#include <charconv>
#include <cmath>
#include <cstdio>

#include "common/ascii.h"
#include "mapping/target/quote.h"
#include "mapping/value/value_text.h"

namespace lite2pg {
namespace {

constexpr double two_to_63 = 9223372036854775808.0;

bool is_c_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::optional<std::int64_t> read_integer(std::string_view digits, int base = 10) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

/// What does not fit a double becomes infinite or zero, as in SQLite.
double read_real(std::string_view text) { return std::strtod(std::string(text).c_str(), nullptr); }

/// 0x...: two's complement; more than 16 digits are an error in SQLite.
std::optional<OwnedValue> read_hex(std::string_view text, bool negative) {
  std::uint64_t bits = 0;
  const auto [end, error] = std::from_chars(text.data() + 2, text.data() + text.size(), bits, 16);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return OwnedValue(Value::of(static_cast<std::int64_t>(negative ? 0 - bits : bits)));
}

/// Digits with an optional sign; beyond 64 bits a REAL.
OwnedValue read_number(std::string_view text, bool negative) {
  const std::string signed_text = (negative ? "-" : "") + std::string(text);
  if (const auto integer = read_integer(signed_text)) return OwnedValue(Value::of(*integer));
  return OwnedValue(Value::of(read_real(signed_text)));
}

std::string bytes_of_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    unsigned byte = 0;
    std::from_chars(hex.data() + i, hex.data() + i + 2, byte, 16);
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

std::string bracketed_if_negative(const std::string& text) { return text.starts_with('-') ? "(" + text + ")" : text; }

std::string shortest(double v) {
  char buffer[64];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, v);
  return {buffer, end};
}

/// With an exponent: without one all digits of the double would stand there, not only those that tell it from others.
std::string shortest_digits(double v) {
  char buffer[64];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, v, std::chars_format::scientific);
  return {buffer, end};
}

std::string float_text(double v) {
  if (std::isinf(v)) return v < 0 ? "-Infinity" : "Infinity";
  return shortest(v);
}

/// Whole and within 64 bits: what NUMERIC affinity stores as INTEGER (sqlite3VdbeIntegerAffinity).
std::optional<std::int64_t> whole(double v) {
  if (!(v > -two_to_63 && v < two_to_63) || std::trunc(v) != v) return std::nullopt;
  return static_cast<std::int64_t>(v);
}

/// Whether the digits behind the fifteenth are so near to a half that SQLite's versions, which round in arithmetic of
/// their own, may go either way.
bool is_near_half(double v) {
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%.17e", std::abs(v));
  constexpr std::size_t behind_fifteenth = 1 + 15;  // One of the digits is the point.
  const std::string_view rest = std::string_view(buffer).substr(behind_fifteenth, 3);
  return rest >= "450" && rest < "550";
}

/// %!.15g of SQLite's printf, where that has no exponent and all versions agree. It writes no sign before zero.
std::optional<OwnedValue> text_of_real(double v) {
  if (!std::isfinite(v) || is_near_half(v)) return std::nullopt;
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%.15g", v == 0 ? 0.0 : v);
  std::string text = buffer;
  if (text.find_first_of("ein") != std::string::npos) return std::nullopt;
  if (text.find('.') == std::string::npos) text += ".0";
  return OwnedValue(Value::text(text));
}

}  // namespace

std::optional<OwnedValue> literal_value(const Expr& e) {
  const Expr* inner = &e;
  bool negative = false;
  for (; inner->kind == ExprKind::unary && (inner->text == "-" || inner->text == "+"); inner = inner->args.data()) {
    negative = negative != (inner->text == "-");
  }
  const bool is_signed = inner != &e;
  switch (inner->kind) {
    case ExprKind::integer:
      if (inner->text.size() > 1 && (inner->text[1] | 0x20) == 'x') return read_hex(inner->text, negative);
      return read_number(inner->text, negative);
    case ExprKind::real: {
      const double v = read_real(inner->text);
      return OwnedValue(Value::of(negative ? -v : v));
    }
    case ExprKind::null: return OwnedValue();
    case ExprKind::string: return is_signed ? std::nullopt : std::optional(OwnedValue(Value::text(inner->text)));
    case ExprKind::blob:
      return is_signed ? std::nullopt : std::optional(OwnedValue(Value::blob(bytes_of_hex(inner->text))));
    default: return std::nullopt;
  }
}

std::optional<OwnedValue> number_of_text(std::string_view text) {
  while (!text.empty() && is_c_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_c_space(text.back())) text.remove_suffix(1);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  std::size_t at = 0, digits = 0;
  bool integer = true;
  const auto skip_digits = [&] {
    std::size_t n = 0;
    for (; at < text.size() && is_digit(text[at]); ++at) ++n;
    return n;
  };
  digits += skip_digits();
  if (at < text.size() && text[at] == '.') ++at, integer = false, digits += skip_digits();
  if (digits == 0) return std::nullopt;
  if (at < text.size() && (text[at] | 0x20) == 'e') {
    integer = false;
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (skip_digits() == 0) return std::nullopt;
  }
  if (at != text.size()) return std::nullopt;
  if (integer) return read_number(text, negative);
  const double v = read_real(text);
  return OwnedValue(Value::of(negative ? -v : v));
}

std::optional<OwnedValue> with_affinity(const Value& value, Affinity affinity) {
  if (value.is_null() || value.storage() == StorageClass::blob || affinity == Affinity::blob) return OwnedValue(value);
  if (affinity == Affinity::text) {
    if (value.storage() == StorageClass::real) return text_of_real(value.real());
    if (value.storage() == StorageClass::text) return OwnedValue(value);
    return OwnedValue(Value::text(std::to_string(value.integer())));
  }
  OwnedValue number(value);
  if (value.storage() == StorageClass::text) {
    const auto read = number_of_text(value.bytes());
    if (!read) return OwnedValue(value);
    number = *read;
  }
  const Value v = number.view();
  if (affinity == Affinity::real) {  // Which keeps -0.0 as 0.0.
    return OwnedValue(Value::of(v.storage() == StorageClass::real ? v.real() + 0.0 : static_cast<double>(v.integer())));
  }
  if (v.storage() == StorageClass::real) {
    if (const auto integer = whole(v.real())) return OwnedValue(Value::of(*integer));
  }
  return number;
}

std::string sql_literal(const Value& value) {
  switch (value.storage()) {
    case StorageClass::null: return "NULL";
    case StorageClass::integer:
      // 9223372036854775808 without its sign would be numeric.
      if (value.integer() == INT64_MIN) return "'-9223372036854775808'::bigint";
      return bracketed_if_negative(std::to_string(value.integer()));
    case StorageClass::real: return "'" + float_text(value.real()) + "'::float8";
    case StorageClass::text: return quote_literal(value.bytes());
    case StorageClass::blob: return quote_bytea(value.bytes());
  }
  return "NULL";
}

std::string decimal_literal(const Value& value) {
  if (value.storage() == StorageClass::integer) return bracketed_if_negative(std::to_string(value.integer()));
  const double v = value.real();
  if (std::isinf(v)) return "'" + float_text(v) + "'::numeric";
  // Within 64 bits a whole REAL is an INTEGER in a column of numbers: all its digits count.
  constexpr double exact = 9007199254740992.0;
  if (std::abs(v) < exact) return bracketed_if_negative(shortest(v));
  if (v >= two_to_63 || v < -two_to_63) return bracketed_if_negative(shortest_digits(v));
  char buffer[400];
  std::snprintf(buffer, sizeof buffer, "%.0f", v);
  return bracketed_if_negative(buffer);
}

}  // namespace lite2pg
