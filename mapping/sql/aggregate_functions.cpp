// https://sqlite.org/lang_aggfunc.html
#include "mapping/sql/functions.h"
#include "mapping/sql/literal.h"

namespace lite2pg {
namespace {

Operand argument(Translator& t, const Expr& e) {
  TranslatorOptions options = t.options();
  options.aggregates = false;  // Aggregates do not nest.
  options.aliases = nullptr;
  Operand value = known(Translator(t.scope(), options).translate(e.args[0]), e.args[0]);
  if (value.kind == ValueKind::null) refuse(e, e.text + "() of NULL");
  return value;
}

Operand numeric_argument(Translator& t, const Expr& e) {
  const Operand value = as_integer(argument(t, e));
  if (!is_numeric(value.kind)) refuse(e, e.text + "() of " + std::string(name_of(value.kind)));
  return value;
}

std::string call(std::string_view function, const Expr& e, const std::string& value) {
  return std::string(function) + (e.distinct ? "(DISTINCT " : "(") + value + ")";
}

Operand aggregate(ValueKind kind, std::string sql, bool may_be_nan = false) {
  Operand result = make_operand(kind, std::move(sql), Volatility::stable);
  result.may_be_nan = may_be_nan;
  return result;
}

Operand extreme(Translator& t, const Expr& e) {
  Operand value = as_integer(argument(t, e));
  if (value.kind == ValueKind::text) {
    const bool binary = value.column == nullptr ? !value.collation_given : value.collation == Collation::binary;
    if (!binary || !t.options().utf8) refuse(e, e.text + "() by this collation");
    value.sql += " COLLATE \"C\"";
  }
  if (value.kind == ValueKind::blob) refuse(e, e.text + "() of BLOBs");
  Operand result = aggregate(value.kind, call(e.text, e, value.sql));
  result.narrow = value.narrow;
  result.small = value.small;
  result.affinity = value.affinity;
  return result;
}

}  // namespace

Operand translate_count(Translator& t, const Expr& e) {
  Operand result = aggregate(ValueKind::integer, "count(*)");
  result.non_negative = result.small = true;
  if (e.args.empty()) return result;
  const Operand value = argument(t, e);
  result.sql = call("count", e, value.column != nullptr ? value.column->sql : value.sql);
  return result;
}

Operand translate_sum(Translator& t, const Expr& e) {
  const Operand value = numeric_argument(t, e);
  if (value.kind == ValueKind::integer) {
    return aggregate(ValueKind::integer, call("sum", e, as_bigint(value)) + "::bigint");
  }
  const ValueKind kind = value.kind == ValueKind::real ? ValueKind::real : ValueKind::number;
  return aggregate(kind, call("sum", e, as_float8(value)), true);
}

Operand translate_total(Translator& t, const Expr& e) {
  const std::string sum = call("sum", e, as_float8(numeric_argument(t, e)));
  return aggregate(ValueKind::real, "coalesce(" + sum + ", 0)", true);
}

Operand translate_avg(Translator& t, const Expr& e) {
  return aggregate(ValueKind::real, call("avg", e, as_float8(numeric_argument(t, e))), true);
}

Operand translate_min(Translator& t, const Expr& e) { return extreme(t, e); }
Operand translate_max(Translator& t, const Expr& e) { return extreme(t, e); }

Operand translate_group_concat(Translator& t, const Expr& e) {
  const Operand value = as_text(argument(t, e), e);
  Operand separator = literal_operand(Value::text(","));
  if (e.args.size() == 2) separator = t.translate(e.args[1]);
  if (!separator.is_literal() || separator.kind != ValueKind::text) refuse(e, "group_concat() with this separator");
  const std::string head = e.distinct ? "string_agg(DISTINCT " : "string_agg(";
  return aggregate(ValueKind::text, head + value.sql + ", " + separator.sql + ")");
}

}  // namespace lite2pg
