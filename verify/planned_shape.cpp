#include "verify/planned_shape.h"

#include "mapping/ddl.h"

namespace lite2pg {
namespace {

/// Whether all the statements ran; otherwise none of them has an effect.
bool try_statements(Session& session, const std::vector<std::string>& statements, std::string& error) {
  session.execute("SAVEPOINT object");
  try {
    for (const std::string& sql : statements) session.execute(sql);
    session.execute("RELEASE SAVEPOINT object");
    return true;
  } catch (const TargetError& e) {
    error = e.what();
    session.execute("ROLLBACK TO SAVEPOINT object");
    return false;
  }
}

}  // namespace

PlannedShape read_planned_shape(Session& session, const Plan& plan) {
  PlannedShape planned;
  const Transaction rolled_back(session);
  session.execute("SET LOCAL search_path = pg_temp");
  std::string error;
  for (const TablePlan& table : plan.tables) session.execute(create_table_sql(table, ""));
  for (const ObjectPlan& object : plan.objects) {
    if (object.sql.empty() || object.kind == ObjectKind::comment) continue;
    if (!try_statements(session, object.sql, error)) planned.refused.push_back({object.table, object.name, error});
  }
  const auto schema = session.query("SELECT nspname FROM pg_namespace WHERE oid = pg_my_temp_schema()");
  if (!schema.empty()) planned.shape = read_schema_shape(session, schema[0][0].value());
  return planned;
}

}  // namespace lite2pg
