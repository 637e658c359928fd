// https://sqlite.org/lang_corefunc.html
#include <algorithm>
#include <array>

#include "mapping/sql/translator/functions.h"

namespace lite2pg {
namespace {

void refuse_volatile(const Operand& o, const Expr& e) {
  if (o.volatility == Volatility::volatile_) refuse(e, "a value that changes from call to call");
}

Operand numeric_argument(Translator& t, const Expr& e) {
  Operand value = as_integer(known(t.translate(e.args[0]), e.args[0]));
  if (!is_numeric(value.kind)) refuse(e, e.text + "() of " + std::string(name_of(value.kind)));
  return value;
}

/// Half away from zero (sqlite3's roundFunc): PostgreSQL's round() of a double goes to the even neighbour.
std::string round_to_integer(const std::string& v) {
  return "(CASE WHEN abs(" + v + ") < 4503599627370496 THEN trunc(" + v + " + sign(" + v + ") * 0.5) ELSE " + v +
         " END)";
}

/// By way of 15 decimal digits, as SQLite's printf does; where 15 are too few, by the shortest decimal.
std::string round_to_places(const std::string& v, std::int64_t places) {
  const std::string limit = "'1e" + std::to_string(14 - places) + "'::float8";
  return "round(CASE WHEN abs(" + v + ") < " + limit + " THEN " + v + "::numeric ELSE " + v + "::text::numeric END, " +
         std::to_string(places) + ")::float8";
}

/// min() and max() of several values are NULL when one of them is; least() and greatest() skip NULLs.
Operand choose(Translator& t, const Expr& e, std::string_view function) {
  std::vector<Operand> args = arguments(t, e);
  t.unify(args, e);
  std::string list, condition;
  Volatility volatility = Volatility::immutable;
  const bool text = args.front().kind == ValueKind::text;
  for (const Operand& arg : args) {
    refuse_volatile(arg, e);
    if (arg.kind == ValueKind::null) return null_operand();
    if (arg.collation.value_or(Collation::binary) != Collation::binary) refuse(e, "min() or max() by this collation");
    if (arg.column != nullptr && !arg.collation) refuse(e, "min() or max() by this collation");
    if (!arg.is_literal()) condition += (condition.empty() ? "" : " AND ") + arg.sql + " IS NOT NULL";
    if (arg.is_literal() && arg.storage() == StorageClass::null) return null_operand();
    list += (list.empty() ? "" : ", ") + arg.sql + (text ? " COLLATE \"C\"" : "");
    volatility = std::max(volatility, arg.volatility);
  }
  if (text && !t.options().utf8) refuse(e, "the order of text in a file that is not UTF-8");
  std::string call = std::string(function) + "(" + list + ")";
  if (!condition.empty()) call = "(CASE WHEN " + condition + " THEN " + call + " END)";
  Operand result = make_operand(args.front().kind, std::move(call), volatility);
  result.narrow = std::ranges::all_of(args, &Operand::narrow);
  result.small = std::ranges::all_of(args, &Operand::small);
  return result;
}

}  // namespace

/// A constant beyond 64 bits is an error in both, and would be one of the load.
Operand translate_abs(Translator& t, const Expr& e) {
  const Operand value = numeric_argument(t, e);
  if (value.is_literal() && value.kind == ValueKind::integer && value.literal->view().integer() == INT64_MIN)
    refuse(e, "abs() of the smallest INTEGER, which is an error");
  Operand result = make_operand(
      value.kind, "abs(" + (value.kind == ValueKind::integer ? as_bigint(value) : value.sql) + ")", value.volatility);
  result.non_negative = true;
  result.small = value.small;
  return result;
}

Operand translate_round(Translator& t, const Expr& e) {
  const Operand value = numeric_argument(t, e);
  std::int64_t places = 0;
  if (e.args.size() == 2) {
    const Operand digits = t.translate(e.args[1]);
    if (!digits.is_literal() || digits.kind != ValueKind::integer) refuse(e, "round() to computed places");
    places = std::clamp<std::int64_t>(digits.literal->view().integer(), 0, 30);
  }
  const std::string v = as_float8(value);
  if (value.kind == ValueKind::integer) {
    if (!value.small) refuse(e, "round() of an INTEGER of any size");
    return make_operand(ValueKind::real, v, value.volatility);
  }
  if (places > 14) refuse(e, "round() to more than 14 places");
  refuse_volatile(value, e);
  return make_operand(ValueKind::real, places == 0 ? round_to_integer(v) : round_to_places(v, places),
                      value.volatility);
}

Operand translate_sign(Translator& t, const Expr& e) {
  const Operand value = numeric_argument(t, e);
  Operand result = make_operand(ValueKind::integer, "sign(" + value.sql + ")::bigint", value.volatility);
  result.small = true;
  return result;
}

/// 64 random bits: the first 8 digits of a random UUID are all random.
Operand translate_random(Translator&, const Expr&) {
  return make_operand(ValueKind::integer,
                      "('x' || left(gen_random_uuid()::text, 8) || left(gen_random_uuid()::text, 8))::bit(64)::bigint",
                      Volatility::volatile_);
}

Operand translate_least(Translator& t, const Expr& e) { return choose(t, e, "least"); }
Operand translate_greatest(Translator& t, const Expr& e) { return choose(t, e, "greatest"); }

}  // namespace lite2pg
