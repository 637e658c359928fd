// A table's draft written into the plan: columns under their policy, key, sequence, misfits, warnings.
#include <algorithm>

#include "common/text.h"
#include "mapping/census/describe.h"
#include "mapping/planning/planning.h"

namespace lite2pg {
namespace {

using Family = TargetType::Family;

bool wishes_not_null(const ColumnDraft& c) noexcept { return c.source->not_null || c.source->key_position > 0; }

std::string count_of(const Fit& fit) { return " (" + with_thousands(fit.misfit_count()) + ")"; }

/// What becomes of the values that do not fit; true when they stand in the way.
bool is_refused(const ColumnDraft& c, ColumnPlan& column) {
  const bool holds = c.choice.fit.holds();
  const bool nulls_stay = !c.nulls.empty() && !column.not_null;
  if (nulls_stay) column.evidence += "; NULLs stay, so that the column is not NOT NULL";
  if (c.rule.null_on_misfit && !column.not_null) {
    column.on_misfit = MisfitAction::set_null;
    if (!holds) column.fidelity = Fidelity::lossy;
    if (!holds) column.evidence += "; values that do not fit become NULL" + count_of(c.choice.fit);
    return false;
  }
  if (c.rule.on_misfit == MisfitPolicy::reject) {
    column.on_misfit = MisfitAction::reject_row;
    if (!holds) column.evidence += "; rows that do not fit are set aside" + count_of(c.choice.fit);
    return false;
  }
  // What is only suspected is gone from the plan when a look at the values finds none.
  return !c.choice.fit.misfits.empty() || (!c.nulls.empty() && !nulls_stay);
}

ColumnPlan plan_column(const ColumnDraft& c) {
  const Fit& fit = c.choice.fit;
  ColumnPlan column;
  column.source = c.source->name;
  column.target = c.target;
  column.source_index = c.source_index;
  column.declared_type = c.source->declared_type;
  column.type = to_sql(fit.type);
  column.codec = fit.codec;
  column.fidelity = fit.fidelity;
  column.via_text = fit.type.family == TargetType::Family::by_text;
  column.evidence = describe_values(*c.census);
  const bool has_values = c.census->rows() > c.census->count(StorageClass::null);
  if (const std::string form = describe_form(fit.codec); has_values && !form.empty()) column.evidence += "; " + form;
  if (!c.choice.why.empty()) column.evidence += "; " + c.choice.why;
  if (!fit.caveat.empty()) column.evidence += "; " + fit.caveat;
  if (has_values && !fit.assumption.empty()) column.evidence += "; " + fit.assumption;
  column.not_null = wishes_not_null(c) && (c.nulls.empty() || c.rule.on_misfit != MisfitPolicy::widen);
  return column;
}

void write_column(const TableDraft& draft, const ColumnDraft& c, TablePlan& table, Plan& plan) {
  ColumnPlan column = plan_column(c);
  if (is_refused(c, column)) std::ranges::move(report_misfits(draft, c), std::back_inserter(plan.misfits));
  const std::string name = draft.source->name + "." + c.source->name;
  if (!c.choice.fit.caveat.empty()) {
    plan.warnings.push_back(name + " (" + std::string(name_of(column.fidelity)) + "): " + c.choice.fit.caveat);
  }
  if (!c.choice.fit.assumption.empty()) plan.warnings.push_back(name + ": " + c.choice.fit.assumption);
  if (const std::string hint = hint_for(draft, c); !hint.empty()) plan.warnings.push_back(name + " " + hint);
  table.bytes += c.census->total_bytes;
  table.bytes += 8 * (c.census->count(StorageClass::integer) + c.census->count(StorageClass::real));
  table.columns.push_back(std::move(column));
}

/// Where columns of the source stand in the plan; empty when one is left out or is an expression.
std::vector<int> positions(const std::vector<int>& source_columns, const TablePlan& table) {
  std::vector<int> result;
  for (const int source : source_columns) {
    const auto found = std::ranges::find(table.columns, source, &ColumnPlan::source_index);
    if (source < 0 || found == table.columns.end()) return {};
    result.push_back(static_cast<int>(found - table.columns.begin()));
  }
  return result;
}

void refuse_nulls(const TableDraft& table, ColumnDraft& c) {
  if (!wishes_not_null(c) || table.source->rowid_alias == c.source_index) return;
  const std::string where = c.source->key_position > 0 ? "in a PRIMARY KEY column" : "in a NOT NULL column";
  const Offenders nulls{c.census->count(StorageClass::null), c.census->first_row[0]};
  if (nulls.count > 0) c.nulls.push_back({Misfit::not_null, "NULL " + where, nulls.count, nulls.first_row});
  const Offenders& empties = c.census->text_empty;
  if (!c.rule.reading.empty_as_null || empties.count == 0) return;
  c.nulls.push_back({Misfit::not_null, "empty text, to become NULL, " + where, empties.count, empties.first_row});
}

}  // namespace

std::vector<int> digest_key(const Table& source, const TablePlan& table) {
  std::vector<int> key = positions(source.key_columns(), table);
  if (!key.empty()) return key;
  const auto not_null = [&](int i) { return table.columns[static_cast<std::size_t>(i)].not_null; };
  for (const Index& index : source.indexes) {
    if (!index.unique || index.where) continue;
    std::vector<int> columns;
    for (const IndexPart& part : index.parts) columns.push_back(part.column);
    key = positions(columns, table);
    if (!key.empty() && std::ranges::all_of(key, not_null)) return key;
  }
  return {};
}

std::optional<std::int64_t> last_id(const TableDraft& draft) {
  if (draft.source->rowid_alias < 0) return std::nullopt;
  const ColumnCensus& ids = draft.census->columns[static_cast<std::size_t>(draft.source->rowid_alias)];
  const std::int64_t issued = draft.source->sequence.value_or(0);
  return ids.count(StorageClass::integer) > 0 ? std::max(issued, ids.integer_max) : issued;
}

namespace {

/// What is computed tomorrow may be longer or greater than whatever stands there today: without limits.
void loosen(ColumnDraft& c) {
  TargetType type = c.choice.fit.type;
  if (type.family == Family::varchar) type.family = Family::text;
  if (type.family == Family::smallint || type.family == Family::integer) type.family = Family::bigint;
  type.precision = 0;
  type.scale = 0;
  type.length = 0;
  if (type == c.choice.fit.type || !c.choice.fit.holds()) return;
  Reading reading = c.rule.reading;
  reading.mixed = reading.respell = false;
  const Fit loose = fit_to(*c.census, type, reading);
  if (!loose.exact()) return;
  c.choice.why = "not " + to_sql(c.choice.fit.type) + ": what is computed may need more room";
  c.choice.fit = loose;
}

}  // namespace

void choose_types(std::vector<TableDraft>& tables) {
  for (TableDraft& table : tables) {
    for (ColumnDraft& c : table.columns) {
      // Numbers that were given out are as good as numbers that stand there.
      constexpr std::int64_t largest = 2147483647;
      if (table.source->rowid_alias == c.source_index && table.source->sequence.value_or(0) > largest)
        c.rule.wish.reset();
      c.choice = choose_type(*c.census, c.rule);
      if (c.source->generated != Generated::no && !c.choice.given) loosen(c);
      refuse_nulls(table, c);
    }
  }
}

void write_table(const TableDraft& draft, Plan& plan) {
  TablePlan table;
  table.source = draft.source->name;
  table.target = draft.target;
  table.rows = draft.census->rows;
  table.columns.reserve(draft.columns.size());
  for (const ColumnDraft& c : draft.columns) write_column(draft, c, table, plan);
  table.key = digest_key(*draft.source, table);
  table.sequence = last_id(draft);
  plan.tables.push_back(std::move(table));
}

}  // namespace lite2pg
