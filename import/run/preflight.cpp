#include "import/run/preflight.h"

#include "import/postgres/schema_objects.h"

namespace lite2pg {

void check_not_occupied(Session& session, const Plan& plan, const std::string& schema, bool replace) {
  if (replace) return;
  std::vector<std::string> names;
  for (const TablePlan& table : plan.tables) names.push_back(table.target);
  for (const ObjectPlan& object : plan.objects) {
    if (object.kind == ObjectKind::view && object.phase != Phase::none) names.push_back(object.target_table);
  }
  const auto taken = taken_names(session, schema, names);
  if (taken.empty()) return;
  throw Error(ExitCode::refused, "schema '" + schema + "' is occupied: " + name_list(taken),
              "--replace moves it aside, from where --rollback brings it back; or choose another --schema");
}

std::vector<std::string> sessions_in_use_of(Session& session, const std::string& schema) {
  std::vector<std::string> lines;
  for (const Fields& row :
       session.query("SELECT a.pid, coalesce(a.usename, '?'), coalesce(nullif(a.application_name, ''), 'no name'), "
                     "min(c.relname) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation "
                     "JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_stat_activity a ON a.pid = l.pid "
                     "WHERE n.nspname = $1 AND l.pid <> pg_backend_pid() AND a.backend_type = 'client backend' "
                     "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
                     "GROUP BY 1, 2, 3 ORDER BY 1 LIMIT 20",
                     {schema})) {
    lines.push_back("server process " + row[0].value_or("") + " (user " + row[1].value_or("") + ", " +
                    row[2].value_or("") + ") uses '" + row[3].value_or("") + "' in schema '" + schema +
                    "': publishing waits for it");
  }
  return lines;
}

std::vector<std::string> unfinished_runs(const std::vector<RunRecord>& runs) {
  std::vector<std::string> lines;
  for (const RunRecord& run : runs) {
    if (run.state != RunState::loading || run.at_work) continue;
    lines.push_back("run " + run.id + " stopped part-way: --resume goes on with it, --cleanup drops it");
  }
  return lines;
}

}  // namespace lite2pg
