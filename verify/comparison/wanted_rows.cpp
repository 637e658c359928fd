#include "verify/comparison/wanted_rows.h"

#include <algorithm>

#include "common/error.h"
#include "common/text.h"
#include "export/pages/source.h"
#include "export/rows/row_condition.h"

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

void leave_out_unwanted_rows(const ChosenPlan& chosen, Comparison& comparison) {
  for (const std::string& where : chosen.plan.options.where) {
    const std::string table = where.substr(0, where.find('='));
    comparison.left_out.push_back({table, "", "its other rows were not wanted: --where " + where, Unproven::nothing});
  }
  for (ComparedTable& table : comparison.tables) {
    const auto places = chosen.orphans.find(table.plan.target);
    if (places != chosen.orphans.end() && table.source != nullptr) leave_out(places->second, table, comparison);
  }
}

}  // namespace lite2pg
