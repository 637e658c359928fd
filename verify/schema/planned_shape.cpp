#include "verify/schema/planned_shape.h"

#include "mapping/plan/ddl.h"
#include "mapping/planning/enum_types.h"

namespace lite2pg {
namespace {

std::string joined(const std::vector<std::string>& statements) {
  std::string text;
  for (const std::string& sql : statements) text += sql + ";\n";
  return text;
}

/// Whether all the statements ran, sent in one message; otherwise none of them has an effect.
bool try_statements(Session& session, const std::vector<std::string>& statements, std::string& error) {
  try {
    session.execute("SAVEPOINT object;\n" + joined(statements) + "RELEASE SAVEPOINT object");
    return true;
  } catch (const TargetError& e) {
    if (e.sqlstate().empty()) throw;
    error = e.what();
    session.execute("ROLLBACK TO SAVEPOINT object");
    return false;
  }
}

/// What is compared as SQL: everything but comments.
std::vector<const ObjectPlan*> objects_of(const Plan& plan) {
  std::vector<const ObjectPlan*> objects;
  for (const ObjectPlan& object : plan.objects) {
    if (!object.sql.empty() && object.kind != ObjectKind::comment) objects.push_back(&object);
  }
  return objects;
}

/// All in one message, since a far server would make each of them a wait; one by one only to find which is refused.
std::vector<NotCompared> make_objects(Session& session, const std::vector<const ObjectPlan*>& objects) {
  std::vector<std::string> all;
  for (const ObjectPlan* object : objects) all.insert(all.end(), object->sql.begin(), object->sql.end());
  std::vector<NotCompared> refused;
  std::string error;
  if (try_statements(session, all, error)) return refused;
  for (const ObjectPlan* object : objects) {
    if (!try_statements(session, object->sql, error)) refused.push_back({object->table, object->name, error});
  }
  return refused;
}

}  // namespace

PlannedShape read_planned_shape(Session& session, const Plan& plan) {
  PlannedShape planned;
  const Transaction rolled_back(session);
  session.execute("SET LOCAL search_path = pg_temp");
  std::vector<std::string> tables = create_types_sql(plan, "");
  for (const TablePlan* table : creation_order(plan.tables)) tables.push_back(create_table_sql(*table, ""));
  session.execute(joined(tables));
  planned.refused = make_objects(session, objects_of(plan));
  const auto schema = session.query("SELECT nspname FROM pg_namespace WHERE oid = pg_my_temp_schema()");
  if (!schema.empty()) planned.shape = read_schema_shape(session, schema[0][0].value());
  return planned;
}

}  // namespace lite2pg
