#include "tests/mapping/planned_database.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <stdexcept>

#include "export/rows/source.h"
#include "export/survey/survey.h"
#include "mapping/planning/make_plan.h"
#include "mapping/planning/tables_with_rows.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::test {
namespace {

Plan plan_source(RowSource& source, const PlanOptions& options, const std::string& mapping) {
  const auto tables = tables_with_rows(source.schema(), {}, {}, mapping);
  return make_plan(source.schema(), survey(source, tables, 1), options, mapping);
}

}  // namespace

Plan plan_of_script(const std::string& script, const PlanOptions& options, const std::string& mapping) {
  const TempDir folder;
  const std::string path = folder / "source.db";
  SQLite::Database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec(script);
  SqliteSource source(path);
  return plan_source(source, options, mapping);
}

Plan plan_of_file(const std::string& path, const PlanOptions& options, const std::string& mapping) {
  SqliteSource source(path);
  return plan_source(source, options, mapping);
}

const ObjectPlan& object_of(const Plan& plan, ObjectKind kind, std::string_view name) {
  const auto found =
      std::ranges::find_if(plan.objects, [&](const ObjectPlan& o) { return o.kind == kind && o.name == name; });
  if (found == plan.objects.end())
    throw std::out_of_range("no " + std::string(name_of(kind)) + " " + std::string(name));
  return *found;
}

std::string outcome(const ObjectPlan& object) {
  std::string text(name_of(object.status));
  for (const std::string& sql : object.sql) text += " | " + sql;
  if (!object.reason.empty()) text += " # " + object.reason;
  return text;
}

}  // namespace lite2pg::test
