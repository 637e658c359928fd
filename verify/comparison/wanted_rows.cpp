#include "verify/comparison/wanted_rows.h"

#include <algorithm>

#include "common/error.h"
#include "common/text.h"
#include "export/pages/source.h"
#include "export/rows/row_condition.h"
#include "verify/sides/read_only.h"

namespace lite2pg {
namespace {

std::string set_aside_text(std::size_t rows) {
  return with_thousands(rows) + (rows == 1 ? " row" : " rows") +
         " that the import set aside because a constraint would not hold with them (lite2pg.rejected_row)";
}

void leave_out(const std::vector<std::string>& places, ComparedTable& table, Comparison& comparison) {
  std::size_t known = 0;
  for (const std::string& place : places) known += table.set_aside.add(place) ? 1 : 0;
  if (known > 0) {
    comparison.left_out.push_back({table.plan.source, "", set_aside_text(known), Unproven::nothing});
  }
}

/// The table as it was planned: by these types the load decided, whatever they have become since.
const TablePlan* as_planned(const ChosenPlan& chosen, const ComparedTable& table) {
  for (std::size_t i = 0; i < chosen.plan.tables.size(); ++i) {
    if (chosen.plan.tables[i].source != table.plan.source) continue;
    const auto planned = chosen.as_planned.find(i);
    return planned == chosen.as_planned.end() ? &chosen.plan.tables[i] : &planned->second;
  }
  return nullptr;
}

/// Whether the server was asked what the codec cannot tell.
bool asks_server(const ColumnPlan& column, const ComparedTable& table) {
  if (column.via_text || column.via_json) return true;
  const TargetColumn* actual = table.target->find_column(column.target);
  return actual != nullptr && (!actual->checked_domain.empty() || !actual->checks.empty());
}

void leave_out_misfits(const ChosenPlan& chosen, Session& session, ComparedTable& table) {
  const TablePlan* planned = as_planned(chosen, table);
  if (planned == nullptr || chosen.kept.contains(planned->source)) return;
  for (ColumnPlan column : planned->columns) {
    if (!column.rejects_rows()) continue;
    column.source_index = table.source->find_column(column.source);
    if (column.source_index < 0) continue;
    if (chosen.run && asks_server(column, table)) {
      const ReadOnly guard(session);
      for (RejectedRow& row : ledger_misfits_of(session, chosen.run->id, planned->target, column.source))
        table.misfits.kept.insert({row.source_row, {std::move(row.document), column.source}});
    }
    table.misfits.columns.push_back(std::move(column));
  }
}

}  // namespace

void take_wanted_rows(const ChosenPlan& chosen, VerifySource& source) {
  const auto& where = chosen.plan.options.where;
  if (source.plan && source.plan->options.where != where) {
    throw Error(ExitCode::usage, "the archive holds other rows than the run loaded (--where)",
                "give the SQLite file, or the archive that was loaded");
  }
  if (where.empty() || source.file == nullptr) return;
  source.file->sqlite().keep_only(row_conditions(where, source.file->schema()));
}

void leave_out_unwanted_rows(const ChosenPlan& chosen, Session& session, Comparison& comparison) {
  for (const std::string& where : chosen.plan.options.where) {
    const std::string table = where.substr(0, where.find('='));
    comparison.left_out.push_back({table, "", "its other rows were not wanted: --where " + where, Unproven::nothing});
  }
  for (ComparedTable& table : comparison.tables) {
    const auto places = chosen.orphans.find(table.plan.target);
    if (places != chosen.orphans.end() && table.source != nullptr) leave_out(places->second, table, comparison);
    if (table.source != nullptr) leave_out_misfits(chosen, session, table);
  }
}

std::vector<NotCompared> misfits_left_out(const std::string& table, const std::map<std::string, MisfitCount>& misfits,
                                          std::optional<std::uint64_t> kept) {
  std::uint64_t rows = 0;
  std::string columns;
  for (const auto& [column, count] : misfits) {
    rows += count.rows;
    columns += (columns.empty() ? "" : "; ") + with_thousands(count.rows) + " by column '" + column + "', first " +
               count.first;
  }
  if (rows == 0) return {};
  const auto counted = [](std::uint64_t n) { return with_thousands(n) + (n == 1 ? " row" : " rows"); };
  std::vector<NotCompared> left_out = {
      {table, "", counted(rows) + " set aside by on_misfit=reject: " + columns, Unproven::nothing, false, true}};
  if (kept && *kept < rows)
    left_out.push_back({table, "",
                        counted(rows - *kept) + " that did not fit, neither in the target nor in lite2pg.rejected_row",
                        Unproven::rows});
  return left_out;
}

}  // namespace lite2pg
