#include "import/publish/staging_check.h"

#include <algorithm>
#include <map>
#include <set>

#include "common/text.h"
#include "import/postgres/schema_objects.h"
#include "mapping/planning/enum_types.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

/// "table users"
std::string described(const std::string& kind, const std::string& name) { return ascii_lower(kind) + " " + name; }

/// What the run makes, but for partitions.
std::set<std::string> objects_of(const Plan& plan) {
  std::set<std::string> objects;
  for (const TablePlan& table : plan.tables) {
    objects.insert(described("table", table.target));
    for (const ColumnPlan& column : table.columns) {
      if (!column.labels.empty()) objects.insert(described("type", enum_name(column)));
    }
  }
  for (const ObjectPlan& object : plan.objects) {
    const bool view = object.kind == ObjectKind::view && object.phase != Phase::none;
    if (view) objects.insert(described("view", object.target_table));
  }
  return objects;
}

std::set<std::string> partitions_in(Session& session, const std::string& schema) {
  std::set<std::string> names;
  for (const Fields& row : session.query(
           "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
           "WHERE n.nspname = $1 AND c.relispartition",
           {schema})) {
    names.insert(described("table", row[0].value_or("")));
  }
  return names;
}

[[noreturn]] void refuse(const RunRecord& run, const std::string& what) {
  throw Error(ExitCode::refused, "schema " + run.staging_schema + " is not what run " + run.id + " loaded: " + what,
              "nothing was published; --cleanup --run " + run.id + " drops it, then import anew");
}

void check_objects(Session& session, const RunRecord& run, const Plan& plan) {
  const std::set<std::string> planned = objects_of(plan), partitions = partitions_in(session, run.staging_schema);
  std::set<std::string> present;
  for (const SchemaObject& object : objects_in(session, run.staging_schema)) {
    present.insert(described(object.kind, object.name));
  }
  std::vector<std::string> missing, foreign;
  std::ranges::set_difference(planned, present, std::back_inserter(missing));
  std::ranges::set_difference(present, planned, std::back_inserter(foreign));
  std::erase_if(foreign, [&](const std::string& name) { return partitions.contains(name); });
  if (!missing.empty()) refuse(run, name_list(missing) + (missing.size() == 1 ? " is" : " are") + " missing");
  if (!foreign.empty()) refuse(run, name_list(foreign) + (foreign.size() == 1 ? " is" : " are") + " not of this run");
}

std::map<std::string, std::uint64_t> rows_loaded(Session& session, const RunRecord& run) {
  std::map<std::string, std::uint64_t> rows;
  for (const TableRecord& record : ledger_tables(session, run.id)) rows[record.table] += record.rows;
  return rows;
}

/// Some tables a statement: each takes locks on its indexes too.
void check_counts(Session& session, const RunRecord& run, const Plan& plan) {
  constexpr std::size_t at_once = 50;
  const auto loaded = rows_loaded(session, run);
  std::vector<std::string> differences;
  for (std::size_t first = 0; first < plan.tables.size(); first += at_once) {
    std::string sql;
    const std::size_t last = std::min(first + at_once, plan.tables.size());
    for (std::size_t t = first; t < last; ++t) {
      sql += (sql.empty() ? "" : " UNION ALL ") + std::string("SELECT ") + quote_literal(plan.tables[t].target) +
             ", count(*) FROM " + qualified(run.staging_schema, plan.tables[t].target);
    }
    for (const Fields& row : session.query(sql)) {
      const std::string table = row[0].value_or("");
      const auto expected = loaded.find(table);
      const std::uint64_t rows = std::stoull(row[1].value_or("0"));
      if (expected != loaded.end() && expected->second == rows) continue;
      const std::string was =
          expected == loaded.end() ? "it was not loaded" : with_thousands(expected->second) + " were loaded";
      differences.push_back("table " + table + " holds " + with_thousands(rows) + " rows, " + was);
    }
  }
  if (!differences.empty()) refuse(run, name_list(differences));
}

}  // namespace

void check_staging(Session& session, const RunRecord& run) {
  const auto plan = ledger_plan(session, run.id);
  if (!plan) refuse(run, "its plan is not in the ledger");
  check_objects(session, run, *plan);
  if (run.state == RunState::staged) check_counts(session, run, *plan);
}

}  // namespace lite2pg
