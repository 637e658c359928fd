// Arithmetic of two constants, computed here as SQLite computes it: PostgreSQL would compute it when it plans, and
// where it leaves 64 bits or the range of doubles end the load with an error that no row is to blame for.
// https://sqlite.org/lang_expr.html section 2; OP_Add to OP_Remainder of SQLite's vdbe.c.
#include <cmath>

#include "mapping/sql/operands/operand.h"
#include "mapping/sql/translator/translator.h"

namespace lite2pg {
namespace {

double as_real(const Value& v) {
  return v.storage() == StorageClass::integer ? static_cast<double>(v.integer()) : v.real();
}

/// There is no NaN in SQLite: it is NULL.
OwnedValue real_result(double v) { return std::isnan(v) ? OwnedValue() : OwnedValue(Value::of(v)); }

OwnedValue of_reals(std::string_view op, double a, double b) {
  if (op == "+") return real_result(a + b);
  if (op == "-") return real_result(a - b);
  if (op == "*") return real_result(a * b);
  return b == 0 ? OwnedValue() : real_result(a / b);
}

/// nullopt: beyond 64 bits, where SQLite goes over to REAL.
std::optional<OwnedValue> of_integers(std::string_view op, std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  bool beyond = false;
  if (op == "+") beyond = __builtin_add_overflow(a, b, &result);
  if (op == "-") beyond = __builtin_sub_overflow(a, b, &result);
  if (op == "*") beyond = __builtin_mul_overflow(a, b, &result);
  if (op == "/" || op == "%") {
    if (b == 0) return OwnedValue();
    beyond = op == "/" && a == INT64_MIN && b == -1;
    if (!beyond) result = op == "/" ? a / b : b == -1 ? 0 : a % b;
  }
  return beyond ? std::nullopt : std::optional(OwnedValue(Value::of(result)));
}

}  // namespace

Operand constant_arithmetic(std::string_view op, const Operand& a, const Operand& b) {
  const Value x = a.literal->view(), y = b.literal->view();
  if (x.storage() == StorageClass::integer && y.storage() == StorageClass::integer) {
    if (const auto result = of_integers(op, x.integer(), y.integer())) return literal_operand(result->view());
  }
  return literal_operand(of_reals(op, as_real(x), as_real(y)).view());
}

std::int64_t integer_of_real(double v) noexcept {
  constexpr double two_to_63 = 0x1p63;
  if (v >= two_to_63) return INT64_MAX;
  return v <= -two_to_63 ? INT64_MIN : static_cast<std::int64_t>(v);
}

}  // namespace lite2pg
