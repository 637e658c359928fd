#include "import/publish/staging_check.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "common/text.h"
#include "import/catalog/schema_objects.h"
#include "import/ledger/recorded_shape.h"
#include "import/publish/run_objects.h"
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
      const std::uint64_t rows = count_of(row, 1);
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

auto identity_of(const ShapeObject* o) { return std::tie(o->table, o->aspect, o->name); }

/// In the order of what tells them apart, each once. Thousands of tables have tens of thousands of objects.
std::vector<const ShapeObject*> by_identity(const SchemaShape& shape) {
  std::vector<const ShapeObject*> objects(shape.size());
  std::ranges::transform(shape, objects.begin(), [](const ShapeObject& o) { return &o; });
  std::ranges::stable_sort(objects, {}, identity_of);
  const auto same = [](const ShapeObject* a, const ShapeObject* b) { return identity_of(a) == identity_of(b); };
  objects.erase(std::unique(objects.begin(), objects.end(), same), objects.end());
  return objects;
}

/// What is missing or other than it was made, then what is foreign.
std::vector<std::string> differences_of(const SchemaShape& made, const SchemaShape& now) {
  const auto wanted = by_identity(made), found = by_identity(now);
  std::vector<std::string> differences, foreign;
  auto w = wanted.begin(), f = found.begin();
  while (w != wanted.end() || f != found.end()) {
    if (f == found.end() || (w != wanted.end() && identity_of(*w) < identity_of(*f))) {
      differences.push_back(shape_name(**w++) + " is missing");
    } else if (w == wanted.end() || identity_of(*f) < identity_of(*w)) {
      if (!may_come(**f)) foreign.push_back(shape_name(**f) + " is not of this run");
      ++f;
    } else {
      if (!is_same(**w, **f)) differences.push_back(shape_name(**w) + " is not as it was made");
      ++w, ++f;
    }
  }
  differences.insert(differences.end(), foreign.begin(), foreign.end());
  return differences;
}

}  // namespace

/// Against the record that was made when all was staged.
void check_staged_shape(Session& session, const RunRecord& run, const Plan& plan) {
  const Transaction transaction(session);
  const SchemaShape now = shape_of_plan(read_schema_shape(session, run.staging_schema), plan);
  if (is_recorded_shape(session, run.id, run.staging_schema, now)) return;
  const auto record = recorded_shape(session, run.id);
  if (!record || record->schema != run.staging_schema || record->server_version != session.server_version()) return;
  const auto differences = differences_of(record->shape, now);
  if (!differences.empty()) refuse(run, name_list(differences));
}

void check_staging(Session& session, const RunRecord& run) {
  const std::optional<Plan> plan = ledger_relations(session, run.id);
  if (!plan) refuse(run, "its plan is not in the ledger");
  check_objects(session, run, *plan);
  if (run.state != RunState::staged) return;
  check_staged_shape(session, run, *plan);
  check_counts(session, run, *plan);
}

}  // namespace lite2pg
