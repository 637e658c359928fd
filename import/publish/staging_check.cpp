#include "import/publish/staging_check.h"

#include <map>
#include <tuple>

#include "common/text.h"
#include "import/ledger/recorded_shape.h"
#include "import/postgres/schema_objects.h"
#include "import/publish/run_objects.h"
#include "mapping/plan/relations.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

[[noreturn]] void refuse(const RunRecord& run, const std::string& what) {
  throw Error(ExitCode::refused, "schema " + run.staging_schema + " is not what run " + run.id + " loaded: " + what,
              "nothing was published; --cleanup --run " + run.id + " drops it, then import anew");
}

void check_objects(Session& session, const RunRecord& run, const Plan& plan) {
  const RunObjects planned(session, plan, run.staging_schema);
  const auto present = objects_in(session, run.staging_schema);
  std::vector<std::string> foreign;
  for (const SchemaObject& object : present) {
    if (!planned.holds(object)) foreign.push_back(described(object));
  }
  const std::vector<std::string> missing = planned.missing(present);
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

/// An index that an operator made beside is no reason to stop.
bool may_come(const ShapeObject& object) {
  return object.aspect == Aspect::index || object.aspect == Aspect::unique_index;
}

std::string shape_name(const ShapeObject& o) {
  return std::string(name_of(o.aspect)) + " " + o.table + (o.name.empty() ? "" : "." + o.name);
}

/// A foreign key that was left NOT VALID may have been validated meanwhile.
bool is_same(const ShapeObject& made, const ShapeObject& now) {
  return made == now || (made.state == Enforcement::not_validated && now.state == Enforcement::enforced);
}

using ShapeByName = std::map<std::tuple<std::string, Aspect, std::string>, const ShapeObject*>;

ShapeByName by_name(const SchemaShape& shape) {
  ShapeByName found;
  for (const ShapeObject& o : shape) found.emplace(std::tuple(o.table, o.aspect, o.name), &o);
  return found;
}

}  // namespace

/// Against the record that was made when all was staged.
void check_staged_shape(Session& session, const RunRecord& run, const Plan& plan) {
  const auto record = recorded_shape(session, run.id);
  if (!record || record->schema != run.staging_schema || record->server_version != session.server_version()) return;
  const Transaction transaction(session);
  const SchemaShape now = shape_of_plan(read_schema_shape(session, run.staging_schema), plan);
  const ShapeByName made = by_name(record->shape), found = by_name(now);
  std::vector<std::string> differences;
  for (const auto& [name, object] : made) {
    const auto same = found.find(name);
    if (same != found.end() && is_same(*object, *same->second)) continue;
    differences.push_back(shape_name(*object) + (same == found.end() ? " is missing" : " is not as it was made"));
  }
  for (const auto& [name, object] : found) {
    if (!made.contains(name) && !may_come(*object)) differences.push_back(shape_name(*object) + " is not of this run");
  }
  if (!differences.empty()) refuse(run, name_list(differences));
}

void check_staging(Session& session, const RunRecord& run) {
  auto text = ledger_plan_text(session, run.id);
  if (!text) refuse(run, "its plan is not in the ledger");
  const Plan plan = relations_from_json(*text);
  text.reset();  // some MB for thousands of tables
  check_objects(session, run, plan);
  if (run.state != RunState::staged) return;
  check_staged_shape(session, run, plan);
  check_counts(session, run, plan);
}

}  // namespace lite2pg
