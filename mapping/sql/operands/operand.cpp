#include "mapping/sql/operands/operand.h"

#include <algorithm>
#include <cmath>

#include "common/text.h"
#include "mapping/sql/operands/literal.h"

namespace lite2pg {

std::string_view name_of(ValueKind kind) noexcept {
  constexpr std::string_view names[] = {
      "NULL",     "a truth value", "an INTEGER", "a REAL",       "a number",
      "a number", "text",          "a BLOB",     "a JSON value", "a value of unknown class"};
  return names[static_cast<std::size_t>(kind)];
}

bool is_numeric(ValueKind kind) noexcept { return kind >= ValueKind::boolean && kind <= ValueKind::decimal; }

Operand make_operand(ValueKind kind, std::string sql, Volatility volatility) {
  Operand result;
  result.kind = kind;
  // The text of a CASE or a call that gives nothing but NULL would have a type of its own.
  result.sql = kind == ValueKind::null ? "NULL" : std::move(sql);
  result.volatility = volatility;
  return result;
}

Volatility volatility_of(const Operand& a, const Operand& b) noexcept { return std::max(a.volatility, b.volatility); }

Operand null_operand() { return literal_operand(Value::null()); }

Operand literal_operand(const Value& value) {
  constexpr ValueKind kinds[] = {ValueKind::null, ValueKind::integer, ValueKind::real, ValueKind::text,
                                 ValueKind::blob};
  Operand result = make_operand(kinds[static_cast<std::size_t>(value.storage())], sql_literal(value));
  result.literal = OwnedValue(value);
  if (value.storage() == StorageClass::integer) {
    constexpr std::int64_t exact = std::int64_t{1} << 53;
    result.narrow = value.integer() >= INT32_MIN && value.integer() <= INT32_MAX;
    result.small = value.integer() >= -exact && value.integer() <= exact;
    result.non_negative = value.integer() >= 0;
  }
  if (value.is_null()) result.small = result.non_negative = true;
  if (value.storage() == StorageClass::real) result.non_negative = value.real() >= 0;
  return result;
}

std::string as_bigint(const Operand& operand) {
  if (operand.kind == ValueKind::boolean) return operand.sql + "::integer::bigint";
  return operand.narrow ? operand.sql + "::bigint" : operand.sql;
}

Operand as_integer(const Operand& operand) {
  if (operand.kind != ValueKind::boolean) return operand;
  Operand result = make_operand(ValueKind::integer, operand.sql + "::integer", operand.volatility);
  result.narrow = result.small = result.non_negative = true;
  result.affinity = operand.affinity;
  return result;
}

std::string as_float8(const Operand& operand) {
  switch (operand.kind) {
    case ValueKind::boolean: return operand.sql + "::integer::float8";
    case ValueKind::integer:
    case ValueKind::decimal:
    case ValueKind::null: return operand.sql + "::float8";
    default: return operand.sql;
  }
}

std::string as_numeric(const Operand& operand) {
  if (operand.is_literal() && !operand.literal->view().is_null()) return decimal_literal(operand.literal->view());
  if (operand.kind == ValueKind::boolean) return operand.sql + "::integer::numeric";
  if (operand.kind == ValueKind::decimal) return operand.sql;
  // PostgreSQL's own conversion of a double stops at 15 digits.
  const bool floating = operand.kind == ValueKind::real || operand.kind == ValueKind::number;
  return operand.sql + (floating ? "::text::numeric" : "::numeric");
}

Operand settled(Operand operand) {
  if (!operand.may_be_nan) return operand;
  operand.sql = "nullif(" + operand.sql + ", 'NaN'::float8)";
  operand.may_be_nan = false;
  return operand;
}

std::string text_as_bytea(const std::string& sql) { return R"(replace()" + sql + R"(, '\', '\\')::bytea)"; }

std::string folded(const std::string& sql) { return "lower(" + sql + " COLLATE \"C\")"; }

}  // namespace lite2pg
