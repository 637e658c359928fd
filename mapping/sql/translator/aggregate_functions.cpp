// https://sqlite.org/lang_aggfunc.html
#include <algorithm>

#include "mapping/codec/traits.h"
#include "mapping/sql/operands/temporal_text.h"
#include "mapping/sql/translator/functions.h"
#include "mapping/sql/translator/output_column.h"

namespace lite2pg {
namespace {

Operand argument(Translator& t, const Expr& e) {
  Operand value = known(raw_argument(t, e), e.args[0]);
  if (value.kind == ValueKind::null) refuse(e, e.text + "() of NULL");
  return value;
}

Operand summed_argument(Translator& t, const Expr& e) {
  const Operand value = as_integer(argument(t, e));
  if (!is_numeric(value.kind)) refuse(e, e.text + "() of " + std::string(name_of(value.kind)));
  return value;
}

std::string call(Translator& t, std::string_view function, const Expr& e, const std::string& value) {
  return std::string(function) + (e.distinct ? "(DISTINCT " : "(") + value + ")" + clauses_sql(t, e);
}

Operand aggregate(ValueKind kind, std::string sql, bool may_be_nan = false) {
  Operand result = make_operand(kind, std::move(sql), Volatility::stable);
  result.may_be_nan = may_be_nan;
  return result;
}

/// The greatest date of a column is a date.
std::optional<Operand> extreme_of_column(Translator& t, const Expr& e, const Operand& value) {
  if (value.column == nullptr || value.column->by_hand || value.column->doubtful) return std::nullopt;
  const Codec& codec = value.column->codec;
  if (!traits_of(codec.id()).extremes || !compares_as_it_is(codec, false)) return std::nullopt;
  note_instants(t, *value.column);
  return value_of_column(t, *value.column, call(t, e.text, e, value.column->sql));
}

Operand extreme(Translator& t, const Expr& e) {
  if (auto kept = extreme_of_column(t, e, raw_argument(t, e))) return *kept;
  Operand value = as_integer(argument(t, e));
  if (value.kind == ValueKind::text) {
    const bool column = value.column != nullptr && !value.uncollated;
    const bool binary = !column && !value.collation_given ? true : value.collation == Collation::binary;
    if (!binary || !t.options().utf8) refuse(e, e.text + "() by this collation");
    value.sql += " COLLATE \"C\"";
  }
  if (value.kind == ValueKind::blob) refuse(e, e.text + "() of BLOBs");
  Operand result = aggregate(value.kind, call(t, e.text, e, value.sql));
  result.narrow = value.narrow;
  result.small = value.small;
  return result;
}

void note_order(Translator& t, const Expr& e) {
  t.options().queries->note(e.text + "() of REALs: the last digits depend on the order in which rows are added");
}

}  // namespace

Operand translate_count(Translator& t, const Expr& e) {
  Operand result = aggregate(ValueKind::integer, "");
  result.non_negative = result.small = true;
  if (e.args.empty()) {
    result.sql = "count(*)" + clauses_sql(t, e);
    return result;
  }
  const Operand raw = raw_argument(t, e);
  if (!e.distinct && raw.column != nullptr) {
    result.sql = call(t, "count", e, raw.column->sql);
    return result;
  }
  if (e.distinct) require_binary(raw, e);
  result.sql = call(t, "count", e, has_equality(raw) ? raw.column->sql : argument(t, e).sql);
  return result;
}

Operand translate_sum(Translator& t, const Expr& e) {
  const Operand value = summed_argument(t, e);
  if (value.kind == ValueKind::integer) {
    return aggregate(ValueKind::integer, call(t, "sum", e, as_bigint(value)) + "::bigint");
  }
  note_order(t, e);
  if (value.kind == ValueKind::decimal) return aggregate(value.kind, call(t, "sum", e, value.sql));
  return aggregate(value.kind, call(t, "sum", e, value.sql), true);
}

Operand translate_total(Translator& t, const Expr& e) {
  note_order(t, e);
  const std::string sum = call(t, "sum", e, as_float8(summed_argument(t, e)));
  return aggregate(ValueKind::real, "coalesce(" + sum + ", 0)", true);
}

Operand translate_avg(Translator& t, const Expr& e) {
  note_order(t, e);
  return aggregate(ValueKind::real, call(t, "avg", e, as_float8(summed_argument(t, e))), true);
}

Operand translate_min(Translator& t, const Expr& e) { return extreme(t, e); }
Operand translate_max(Translator& t, const Expr& e) { return extreme(t, e); }

}  // namespace lite2pg
