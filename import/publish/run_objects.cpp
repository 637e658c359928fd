#include "import/publish/run_objects.h"

#include <algorithm>

#include "common/text.h"
#include "mapping/planning/enum_types.h"

namespace lite2pg {
namespace {

std::string described(const std::string& kind, const std::string& name) { return ascii_lower(kind) + " " + name; }

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

/// Of the plan's own tables: a stranger's is not the run's.
std::set<std::string> partitions_in(Session& session, const std::set<std::string>& planned, const std::string& schema) {
  std::set<std::string> names;
  for (const Fields& row : session.query(
           "SELECT c.relname, p.relname FROM pg_catalog.pg_class c "
           "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
           "JOIN pg_catalog.pg_inherits i ON i.inhrelid = c.oid JOIN pg_catalog.pg_class p ON p.oid = i.inhparent "
           "WHERE n.nspname = $1 AND c.relispartition AND p.relnamespace = n.oid",
           {schema})) {
    if (planned.contains(described("table", row[1].value_or("")))) {
      names.insert(described("table", row[0].value_or("")));
    }
  }
  return names;
}

}  // namespace

std::string described(const SchemaObject& object) { return described(object.kind, object.name); }

RunObjects::RunObjects(Session& session, const Plan& plan, const std::string& schema)
    : planned_(objects_of(plan)), partitions_(partitions_in(session, planned_, schema)) {}

bool RunObjects::holds(const SchemaObject& object) const {
  const std::string name = described(object);
  return planned_.contains(name) || partitions_.contains(name);
}

std::vector<std::string> RunObjects::missing(const std::vector<SchemaObject>& present) const {
  std::set<std::string> there;
  for (const SchemaObject& object : present) there.insert(described(object));
  std::vector<std::string> missing;
  std::ranges::set_difference(planned_, there, std::back_inserter(missing));
  return missing;
}

}  // namespace lite2pg
