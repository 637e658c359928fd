#include "sync/delta/replan.h"

#include <algorithm>

#include "import/live/hidden_rowid.h"
#include "import/run/plan_check.h"

namespace lite2pg {
namespace {

/// Whatever SQL the schema is made of. Columns are in it: ALTER TABLE rewrites the CREATE statement.
std::vector<std::string> statements_of(const Schema& schema) {
  std::vector<std::string> all;
  for (const Table& table : schema.tables) {
    all.push_back(table.name + " " + table.sql);
    for (const Index& index : table.indexes) all.push_back(index.name + " " + index.sql);
  }
  for (const View& view : schema.views) all.push_back(view.sql);
  for (const Trigger& trigger : schema.triggers) all.push_back(trigger.sql);
  std::ranges::sort(all);
  return all;
}

/// The decisions on one table and on what is made right after its rows.
std::string decisions(const Plan& plan, const TablePlan& table) {
  Plan alone;
  alone.tables = {table};
  std::ranges::copy_if(plan.objects, std::back_inserter(alone.objects), [&](const ObjectPlan& o) {
    return o.table == table.source && (o.phase == Phase::none || o.phase == Phase::after_table);
  });
  for (ObjectPlan& object : alone.objects) object.reason.clear();
  return hash_of(alone);
}

/// Whether staging has SQLite's row numbers of it: a table that became WITHOUT ROWID may be planned as before.
bool is_numbered(const Plan& plan, const TablePlan& table) {
  const Table* source = plan.schema.find_table(table.source);
  return source != nullptr && needs_hidden_rowid(*source, table);
}

}  // namespace

bool is_same_schema(const Schema& planned, const Schema& now) { return statements_of(planned) == statements_of(now); }

Plan plan_again(const Plan& plan, ImportSource& source, const std::string& path, unsigned jobs, Progress& progress,
                const Say& say) {
  ImportOptions options;
  options.common.jobs = jobs;
  options.common.tables = plan.options.tables;
  options.common.exclude = plan.options.exclude;
  options.plan = plan.options;
  options.mapping_text = plan.mapping;
  options.source = path;
  options.fresh = true;
  Plan again = source.make_plan(options, progress);
  check_misfits(again, say);
  return again;
}

bool is_planned_alike(const Plan& before, const Plan& now, const TablePlan& table) {
  const TablePlan* old = before.find_table(table.source);
  return old != nullptr && decisions(before, *old) == decisions(now, table) &&
         is_numbered(before, *old) == is_numbered(now, table);
}

}  // namespace lite2pg
