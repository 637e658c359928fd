// Arithmetic, concatenation, conversions: https://sqlite.org/lang_expr.html sections 2 and 7.
//
// INTEGERs are computed as bigint. Where SQLite goes over to REAL on overflow, PostgreSQL reports an error (22003):
// never a wrong value. REALs are computed as double precision; Infinity minus Infinity and the like are NULL in SQLite
// and NaN in PostgreSQL, see settled(). What may be either (numeric) is computed as SQLite would: whole numbers
// exactly, others as doubles.
#include <algorithm>
#include <array>
#include <cmath>

#include "common/text.h"
#include "mapping/sql/operands/literal.h"
#include "mapping/sql/translator/translator.h"

namespace lite2pg {
namespace {

/// Text literals count as the number they begin with; only whole numbers in text are translated.
Operand as_number(Operand o, const Expr& e) {
  if (o.kind == ValueKind::text && o.is_literal()) {
    const auto number = number_of_text(o.literal->view().bytes());
    if (number) return literal_operand(number->view());
  }
  if (o.digits) return make_operand(ValueKind::integer, o.sql + "::bigint", o.volatility);
  if (o.kind != ValueKind::null && !is_numeric(o.kind)) refuse(e, "arithmetic with " + std::string(name_of(o.kind)));
  return as_integer(o);
}

std::string infix(const std::string& a, std::string_view op, const std::string& b) {
  return "(" + a + " " + std::string(op) + " " + b + ")";
}

bool is_zero(const Operand& o) {
  const Value v = o.literal->view();
  return v.storage() == StorageClass::integer ? v.integer() == 0 : v.real() == 0;
}

/// SQLite divides by zero to NULL.
std::string divisor(const Operand& o, const std::string& sql) {
  return o.is_literal() && !is_zero(o) ? sql : "nullif(" + sql + ", 0)";
}

/// Of a result that SQLite computes as INTEGERs; of a division only the smallest number by -1 is beyond.
long double bound_of_result(std::string_view op, const Operand& a, const Operand& b) {
  const long double x = bound_of(a), y = bound_of(b);
  if (op == "%") return std::min(x, y);
  if (op == "/") return x - (b.is_literal() && b.literal->view().integer() != -1 ? 1 : 0);
  return op == "*" ? x * y : x + y;
}

Operand integer_arithmetic(const Translator& t, std::string_view op, const Operand& a, const Operand& b) {
  // One wide operand makes PostgreSQL compute in 64 bits.
  const bool widen = a.narrow && b.narrow;
  const bool divides = op == "/" || op == "%";
  const std::string left = widen ? as_bigint(a) : a.sql;
  Operand result =
      make_operand(ValueKind::integer, infix(left, op, divides ? divisor(b, b.sql) : b.sql), volatility_of(a, b));
  result.non_negative = a.non_negative && (op == "%" || (b.non_negative && op != "-"));
  if (op == "%") result.small = b.small;
  result.bound = bound_of_result(op, a, b);
  if (op != "%") t.remark_overflow(result.bound);
  return result;
}

/// Whether not-a-number may come out: of two operands that may be infinite, or of an infinite one and a zero.
bool may_be_nan(std::string_view op, const Operand& a, const Operand& b) {
  const auto harmless = [&](const Operand& o) {
    if (!o.is_literal()) return o.kind == ValueKind::integer && op != "*" && op != "/";
    return !std::isinf(o.kind == ValueKind::real ? o.literal->view().real() : 0) &&
           ((op != "*" && op != "/") || !is_zero(o));
  };
  return a.may_be_nan || b.may_be_nan || !(harmless(a) || harmless(b));
}

std::string within_integers(const std::string& sql) {
  return sql + " BETWEEN -9223372036854775808 AND 9223372036854775807";
}

/// The numeric is an INTEGER in SQLite: whole, and within 64 bits. Empty for what is one in any case.
std::string integer_test(const Operand& o) {
  if (o.kind != ValueKind::decimal) return {};
  return o.sql + " = trunc(" + o.sql + ") AND " + within_integers(o.sql);
}

/// Two INTEGERs give an INTEGER, as long as it stays one; else a REAL comes out, with the rounding of doubles.
Operand decimal_arithmetic(std::string_view op, const Operand& a, const Operand& b, const Expr& e) {
  if (volatility_of(a, b) == Volatility::volatile_) refuse(e, "a value that changes from call to call");
  const std::string first = integer_test(a), second = integer_test(b);
  const std::string both = first + (first.empty() || second.empty() ? "" : " AND ") + second;
  const std::string whole = infix(as_numeric(a), op, as_numeric(b));
  const std::string rounded = infix(as_float8(a), op, as_float8(b)) + "::text::numeric";
  return make_operand(
      ValueKind::decimal,
      "(CASE WHEN " + both + " AND " + within_integers(whole) + " THEN " + whole + " ELSE " + rounded + " END)",
      volatility_of(a, b));
}

/// Whether the result may be beyond the greatest double, or nearer to 0 than the smallest. A sum is only where both
/// sides are great.
bool may_leave_doubles(std::string_view op, const Operand& a, const Operand& b) {
  constexpr long double lost_in_greatest = 0x1p969L;
  const long double x = magnitude_of(a), y = magnitude_of(b);
  if (op == "+" || op == "-") return x >= lost_in_greatest && y >= lost_in_greatest;
  const bool by_one = (b.is_literal() && y == 1) || (op == "*" && a.is_literal() && x == 1);
  return !by_one && (x >= lost_in_greatest || y >= lost_in_greatest);
}

/// Where both sides may be INTEGER and neither is numeric, results beyond 2^53 are rounded as REALs are.
Operand float_arithmetic(const Translator& t, std::string_view op, const Operand& a, const Operand& b, const Expr& e) {
  const bool real = a.kind == ValueKind::real || b.kind == ValueKind::real;
  if (op == "/" && !real) refuse(e, "a division that depends on which values are INTEGER");
  if (may_leave_doubles(op, a, b)) {
    t.remark(
        "where its REALs leave the range of doubles, SQLite goes on with Infinity or 0 and PostgreSQL refuses the row "
        "or "
        "the query (22003)");
  }
  const bool exact = a.kind == ValueKind::number ? b.kind == ValueKind::number || b.small : a.small;
  if (!real && a.kind != ValueKind::number && b.kind != ValueKind::number) return decimal_arithmetic(op, a, b, e);
  if (!real && !exact) refuse(e, "arithmetic that depends on which values are INTEGER");
  const std::string right = as_float8(b);
  Operand result = make_operand(real ? ValueKind::real : ValueKind::number,
                                infix(as_float8(a), op, op == "/" ? divisor(b, right) : right), volatility_of(a, b));
  result.may_be_nan = may_be_nan(op, a, b);
  return result;
}

Operand bit_arithmetic(std::string_view op, const Operand& a, const Operand& b, const Expr& e) {
  if (a.kind != ValueKind::integer || b.kind != ValueKind::integer) refuse(e, std::string(op) + " of what may be REAL");
  if (op == "&" || op == "|") {
    return make_operand(ValueKind::integer, infix(as_bigint(a), op, as_bigint(b)), volatility_of(a, b));
  }
  const bool in_range = b.is_literal() && b.literal->view().integer() >= 0 && b.literal->view().integer() < 64;
  if (!in_range) refuse(e, "a shift by other than a number from 0 to 63");
  return make_operand(ValueKind::integer, infix(as_bigint(a), op, b.sql), a.volatility);
}

}  // namespace

long double bound_of(const Operand& o) noexcept {
  if (o.is_literal() && o.storage() == StorageClass::integer)
    return std::abs(static_cast<long double>(o.literal->view().integer()));
  if (o.kind == ValueKind::boolean) return 1;
  constexpr long double four_bytes = 0x1p31L, exact_in_double = 0x1p53L;
  return std::min(o.bound, o.narrow ? four_bytes : o.small ? exact_in_double : 0x1p63L);
}

long double magnitude_of(const Operand& o) noexcept {
  if (o.kind == ValueKind::integer) return bound_of(o);
  if (o.is_literal()) return std::abs(static_cast<long double>(o.literal->view().real()));
  const bool limited = o.column != nullptr && o.column->codec.id() == CodecId::numeric;
  const int digits = limited ? o.column->codec.decimal().precision : 0;
  constexpr int far_within_doubles = 100;
  return digits > 0 && digits < far_within_doubles ? std::pow(10.0L, digits) : HUGE_VALL;
}

void Translator::remark_overflow(long double bound) const {
  if (bound < 0x1p63L) return;
  remark(
      "where its integers leave 64 bits, SQLite goes over to REAL and PostgreSQL refuses the row or the query (22003)");
}

Operand translate_arithmetic(const Translator& t, std::string_view op, Operand raw_a, Operand raw_b, const Expr& e) {
  const Operand a = as_number(std::move(raw_a), e.args[0]), b = as_number(std::move(raw_b), e.args[1]);
  if (a.kind == ValueKind::null || b.kind == ValueKind::null) return null_operand();
  if (op == "&" || op == "|" || op == "<<" || op == ">>") return bit_arithmetic(op, a, b, e);
  const bool integers = a.kind == ValueKind::integer && b.kind == ValueKind::integer;
  if (op == "%" && !integers) refuse(e, "% of what may be REAL");
  if (a.is_literal() && b.is_literal()) return constant_arithmetic(op, a, b);
  return integers ? integer_arithmetic(t, op, a, b) : float_arithmetic(t, op, a, b, e);
}

Operand as_text(Operand o, const Expr& e) {
  if (o.kind == ValueKind::text || o.kind == ValueKind::null) return o;
  if (o.is_literal()) {
    if (const auto text = with_affinity(o.literal->view(), Affinity::text); text && o.kind != ValueKind::blob) {
      return literal_operand(text->view());
    }
  }
  if (o.kind != ValueKind::integer && o.kind != ValueKind::boolean) {
    refuse(e, "the text of " + std::string(name_of(o.kind)));
  }
  const Operand integer = as_integer(o);
  return make_operand(ValueKind::text, integer.sql + "::text", o.volatility);
}

namespace {

/// %!.15g of SQLite's printf: the 15 digits of PostgreSQL's conversion to numeric, with a point in any case, and an
/// exponent from 1e+15 and below 0.0001. (The text of the double nearest to these digits would not do: where they lie
/// halfway between two doubles it has a sixteenth.) Denormal numbers are an error (22003). The number is spelled
/// several times: a subselect that names it once would refuse what is grouped by an expression, ask a window function
/// of one row, and take 1.6 times as long.
std::string text_of_real(const std::string& v) {
  const std::string n = "(" + v + ")::numeric";
  const std::string plain = "regexp_replace(" + n + R"(::text, '^(-?[0-9]+)$', '\1.0'))";
  const std::string with_exponent =
      "regexp_replace(ltrim(to_char(" + n + R"(, '9.99999999999999EEEE')), '(\.[0-9])([0-9]*[1-9])?0*e', '\1\2e'))";
  return "(CASE WHEN " + v + " = 'Infinity'::float8 THEN 'Inf' WHEN " + v + " = '-Infinity'::float8 THEN '-Inf' WHEN " +
         v + " <> 0 AND abs(" + v + ") < '1e-290'::float8 THEN (" + v + " * '1e-300'::float8)::text WHEN " + v +
         " <> 0 AND (abs(" + n + ") >= 1e15 OR abs(" + n + ") < 0.0001) THEN " + with_exponent + " ELSE " + plain +
         " END)";
}

}  // namespace

Operand as_text(const Translator& t, Operand o, const Expr& e) {
  const bool told = t.options().queries != nullptr && t.options().notes != nullptr;
  if (o.kind != ValueKind::real || o.is_literal() || !told) return as_text(std::move(o), e);
  if (o.volatility == Volatility::volatile_) refuse(e, "a value that changes from call to call");
  t.note("the text of a REAL: its 15th digit depends on SQLite's version and machine");
  return make_operand(ValueKind::text, text_of_real(o.sql), o.volatility);
}

Operand translate_concatenation(const Translator& t, Operand raw_a, Operand raw_b, const Expr& e) {
  const Operand a = as_text(t, std::move(raw_a), e.args[0]), b = as_text(t, std::move(raw_b), e.args[1]);
  if (a.kind == ValueKind::null || b.kind == ValueKind::null) return null_operand();
  // Two literals would be of no type that || knows.
  const std::string left = a.is_literal() ? a.sql + "::text" : a.sql;
  return make_operand(ValueKind::text, infix(left, "||", b.sql), volatility_of(a, b));
}

std::string integer_of_real(const Operand& number, const Expr& e) {
  if (number.is_literal()) return literal_operand(Value::of(integer_of_real(number.literal->view().real()))).sql;
  const std::string &v = number.sql, whole = "trunc(" + v + ")::bigint";
  constexpr long double beyond = 0x1p63L;
  if (number.small || magnitude_of(number) < beyond) return whole;
  if (number.volatility == Volatility::volatile_) refuse(e, "a value that changes from call to call");
  return "(CASE WHEN abs(" + v + ") < 9223372036854775808 THEN " + whole + " WHEN " + v +
         " > 0 THEN 9223372036854775807 WHEN " + v + " < 0 THEN '-9223372036854775808'::bigint END)";
}

namespace {

Operand with_cast_affinity(Operand o, Affinity affinity) {
  o.affinity = affinity;
  return o;
}

/// The integer that the text begins with, 0 when there is none, held within 64 bits.
Operand integer_of_text(const Expr& e, const Operand& o) {
  if (o.digits) return make_operand(ValueKind::integer, o.sql + "::bigint", o.volatility);
  if (o.volatility == Volatility::volatile_) refuse(e, "CAST of text that changes from call to call AS INTEGER");
  const std::string digits = "substring(" + o.sql + R"( FROM '^[ \t\n\v\f\r]*([+-]?[0-9]+)')::numeric)";
  const std::string bounded = "least(greatest(coalesce(" + digits + ", 0), -9223372036854775808), 9223372036854775807)";
  return make_operand(ValueKind::integer, "(CASE WHEN " + o.sql + " IS NOT NULL THEN " + bounded + "::bigint END)",
                      o.volatility);
}

Operand cast_to_integer(const Expr& e, const Operand& o) {
  if (o.is_literal() && o.kind == ValueKind::real)
    return literal_operand(Value::of(integer_of_real(o.literal->view().real())));
  switch (o.kind) {
    case ValueKind::integer:
    case ValueKind::boolean: return as_integer(o);
    case ValueKind::text: return integer_of_text(e, o);
    case ValueKind::real:
    case ValueKind::number:
    case ValueKind::decimal: return make_operand(ValueKind::integer, integer_of_real(o, e), o.volatility);
    default: refuse(e, "CAST of " + std::string(name_of(o.kind)) + " AS INTEGER");
  }
}

Operand cast_to_real(const Expr& e, const Operand& o) {
  if (o.is_literal() && o.kind == ValueKind::text) {
    const auto number = with_affinity(o.literal->view(), Affinity::real);
    if (number && number->view().storage() == StorageClass::real) return literal_operand(number->view());
  }
  if (o.is_literal() && o.kind == ValueKind::integer)
    return literal_operand(Value::of(static_cast<double>(o.literal->view().integer())));
  if (!is_numeric(o.kind)) refuse(e, "CAST of " + std::string(name_of(o.kind)) + " AS REAL");
  return make_operand(ValueKind::real, as_float8(o), o.volatility);
}

Operand cast_to_blob(const Expr& e, const Operand& o) {
  if (o.kind == ValueKind::blob) return o;
  if (o.kind != ValueKind::text) refuse(e, "CAST of " + std::string(name_of(o.kind)) + " AS BLOB");
  return make_operand(ValueKind::blob, text_as_bytea(o.sql), o.volatility);
}

Operand cast_to_numeric(const Expr& e, const Operand& o) {
  if (o.kind == ValueKind::integer || o.kind == ValueKind::boolean) return as_integer(o);
  if (o.kind == ValueKind::decimal || o.kind == ValueKind::number) return o;
  refuse(e, "CAST of " + std::string(name_of(o.kind)) + " AS NUMERIC");
}

}  // namespace

Operand translate_cast(const Translator& t, const Expr& e, Operand value) {
  const Affinity affinity = affinity_of(e.text);
  if (value.kind == ValueKind::null) return null_operand();
  switch (affinity) {
    case Affinity::integer: return with_cast_affinity(cast_to_integer(e, value), affinity);
    case Affinity::real: return with_cast_affinity(cast_to_real(e, value), affinity);
    case Affinity::text: {
      Operand text = as_text(t, std::move(value), e.args[0]);
      if (text.is_literal()) text = make_operand(ValueKind::text, text.sql, text.volatility);
      return with_cast_affinity(std::move(text), affinity);
    }
    case Affinity::blob: return with_cast_affinity(cast_to_blob(e, value), affinity);
    case Affinity::numeric: return with_cast_affinity(cast_to_numeric(e, value), affinity);
  }
  refuse(e, "CAST AS " + e.text);
}

}  // namespace lite2pg
