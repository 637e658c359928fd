#include "mapping/sql/translator/output_column.h"

#include <algorithm>

#include "mapping/sql/operands/spelled_number.h"
#include "mapping/sql/operands/temporal_text.h"

namespace lite2pg {
namespace {

Codec codec_for(ValueKind kind) {
  switch (kind) {
    case ValueKind::boolean: return CodecId::boolean_number;
    case ValueKind::integer: return CodecId::int8;
    case ValueKind::real: return {CodecId::float8, NumberForm::real};
    case ValueKind::number: return {CodecId::float8, NumberForm::either};
    case ValueKind::decimal: return {CodecId::numeric, NumberForm::either};
    case ValueKind::blob: return CodecId::bytea;
    default: return CodecId::text;
  }
}

/// What SQLite remembers of a result column that is a bare column or a CAST: affinity and collation.
void inherit(ScopeColumn& column, const Operand& value) {
  constexpr std::string_view names[] = {"", "NOCASE", "RTRIM"};
  column.affinity = value.affinity;
  if (value.collation) column.collation = names[static_cast<std::size_t>(*value.collation)];
  column.generated = column.rowid = column.hidden = column.merged = false;
  column.joined = nullptr;
  column.key_position = 0;
}

WrittenColumn raw(const Operand& value) {
  WrittenColumn result{value.column->sql, *value.column};
  inherit(result.column, value);
  return result;
}

/// NULL has the type of the other parts.
WrittenColumn computed(const Operand& value, ValueKind kind) {
  WrittenColumn result;
  result.column.codec = codec_for(kind);
  inherit(result.column, value);
  result.column.mixed = value.column != nullptr && value.column->mixed;
  if (value.is_literal() && value.storage() == StorageClass::null)
    result.sql = "NULL::" + std::string(wire_type(result.column.codec));
  else if (kind == ValueKind::integer)
    result.sql = as_bigint(value);
  else
    result.sql = value.is_literal() && kind == ValueKind::text ? value.sql + "::text" : value.sql;
  return result;
}

bool is_raw(const Operand& value, bool compared) {
  return value.column != nullptr && (!compared || has_equality(value));
}

/// All of them columns that are kept in the same way.
bool are_raw(const std::vector<const OutputColumn*>& outputs, bool compared) {
  const Operand& first = outputs.front()->value;
  return std::ranges::all_of(outputs, [&](const OutputColumn* o) {
    return is_raw(o->value, compared) && o->value.column->codec == first.column->codec && !o->value.column->by_hand;
  });
}

/// Beside a column that spells its numbers (text_number), of the same affinity, all others can be spelled so.
bool write_spelled(const std::vector<const OutputColumn*>& outputs, std::vector<WrittenColumn>& result) {
  const auto first = std::ranges::find_if(outputs, [](const OutputColumn* o) { return is_spelled(o->value); });
  if (first == outputs.end()) return false;
  const Operand& model = (*first)->value;
  std::vector<WrittenColumn> written;
  for (const OutputColumn* o : outputs) {
    const auto spelling = o->value.affinity == model.affinity ? spelling_of(o->value, *model.column) : std::nullopt;
    if (!spelling) return false;
    WrittenColumn& column = written.emplace_back(WrittenColumn{*spelling, *model.column});
    inherit(column.column, model);
    column.column.not_null = false;
  }
  result = std::move(written);
  return true;
}

/// Text that no part makes numbers of, or numbers that no part makes text of.
bool is_harmless(const ScopeColumn& c) {
  const bool numeric = c.affinity && *c.affinity != Affinity::text && *c.affinity != Affinity::blob;
  const ValueKind kind = column_operand(c).kind;
  if (kind == ValueKind::text) return c.codec.id() == CodecId::text && !numeric;
  return is_numeric(kind) && kind != ValueKind::boolean && (numeric || !c.affinity);
}

/// Other parts may have another affinity: versions of SQLite differ in whose counts.
void doubt_affinity(std::vector<WrittenColumn>& columns) {
  const bool same = std::ranges::all_of(
      columns, [&](const WrittenColumn& c) { return c.column.affinity == columns.front().column.affinity; });
  const bool harmless = std::ranges::all_of(columns, [](const WrittenColumn& c) { return is_harmless(c.column); });
  const bool doubtful = std::ranges::any_of(columns, [](const WrittenColumn& c) { return c.column.doubtful; });
  columns.front().column.doubtful = doubtful || (!same && !harmless);
  const bool mixed = std::ranges::any_of(columns, [](const WrittenColumn& c) { return c.column.mixed; });
  columns.front().column.mixed = mixed || (!same && harmless);
}

}  // namespace

bool has_equality(const Operand& value) {
  return value.column != nullptr && !value.column->by_hand && compares_as_it_is(value.column->codec, true);
}

void require_binary(const Operand& value, const Expr& e) {
  const bool collated = value.column != nullptr || value.collation_given;
  if (collated && value.kind == ValueKind::text && value.collation != Collation::binary) {
    refuse(e, "rows that are equal but for letter case or blanks at the end");
  }
}

WrittenColumn write_output(const OutputColumn& output, bool compared) {
  if (compared) require_binary(output.value, *output.expr);
  if (is_raw(output.value, compared)) return raw(output.value);
  const Operand value = known(output.value, *output.expr);
  return computed(value, value.kind);
}

std::vector<WrittenColumn> write_outputs(const std::vector<const OutputColumn*>& outputs, bool compared) {
  std::vector<WrittenColumn> result;
  if (outputs.size() == 1) return {write_output(*outputs.front(), compared)};
  for (const OutputColumn* o : outputs) {
    if (compared) require_binary(o->value, *o->expr);
  }
  if (are_raw(outputs, compared)) {
    for (const OutputColumn* o : outputs) result.push_back(raw(o->value));
  } else if (!compared && write_spelled(outputs, result)) {
    return result;
  } else {
    std::vector<Operand> values;
    for (const OutputColumn* o : outputs) values.push_back(known(o->value, *o->expr));
    const Scope none;
    Translator(none, {}).unify(values, *outputs.front()->expr);
    const auto typed = std::ranges::find_if(values, [](const Operand& v) { return v.kind != ValueKind::null; });
    const ValueKind kind = typed == values.end() ? ValueKind::null : typed->kind;
    for (const Operand& v : values) result.push_back(computed(v, kind));
  }
  doubt_affinity(result);
  return result;
}

ScopeColumn merged_column(const std::vector<const ScopeColumn*>& columns, const Expr& e) {
  std::vector<OutputColumn> outputs;
  std::vector<const OutputColumn*> pointers;
  for (const ScopeColumn* c : columns) outputs.push_back({c->name, {}, column_operand(*c), &e});
  for (const OutputColumn& o : outputs) pointers.push_back(&o);
  const std::vector<WrittenColumn> written = write_outputs(pointers, false);
  ScopeColumn result = written.front().column;
  std::string list;
  for (const WrittenColumn& w : written) add_term(list, w.sql);
  result.sql = "coalesce(" + list + ")";
  result.name = columns.front()->name;
  result.doubtful = result.doubtful || !is_harmless(result);
  result.mixed = !result.doubtful;
  result.affinity.reset();
  result.collation.clear();
  result.not_null = false;
  result.merged = true;
  return result;
}

std::string sort_key(const Operand& value, const Expr& e, bool utf8) {
  if (value.is_literal()) return {};
  if (value.column != nullptr && !value.column->by_hand && compares_as_it_is(value.column->codec, false)) {
    return value.column->sql;
  }
  const Operand v = known(value, e);
  if (v.kind != ValueKind::text) return v.sql;
  if (!utf8) refuse(e, "the order of text in a file that is not UTF-8");
  const bool collated = v.column != nullptr || v.collation_given;
  if (collated && !v.collation) refuse(e, "the order of a collation that is not one of SQLite's own");
  const Collation collation = collated ? *v.collation : Collation::binary;
  if (collation == Collation::nocase) return folded(v.sql) + " COLLATE \"C\"";
  return (collation == Collation::rtrim ? "rtrim(" + v.sql + ")" : v.sql) + " COLLATE \"C\"";
}

std::string order_sql(const Operand& value, const OrderTerm& term, bool utf8) {
  const std::string sql = sort_key(value, term.expr, utf8);
  if (sql.empty()) return sql;
  const bool nulls_first = term.nulls_first.value_or(!term.descending);
  return sql + (term.descending ? " DESC" : "") + (nulls_first ? " NULLS FIRST" : " NULLS LAST");
}

void add_term(std::string& list, const std::string& term) {
  if (!term.empty()) list += (list.empty() ? "" : ", ") + term;
}

}  // namespace lite2pg
