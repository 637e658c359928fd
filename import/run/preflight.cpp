#include "import/run/preflight.h"

#include "import/catalog/schema_objects.h"
#include "import/tenants/settings.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

/// What is replaced moves to a schema that is made for it.
void require_room_aside(Session& session, const std::string& schema, const std::vector<std::string>& taken) {
  if (may_create_schemas(session)) return;
  const auto who = session.query("SELECT current_database(), current_user");
  throw Error(ExitCode::target,
              "--replace moves what stands in schema '" + schema + "' (" + name_list(taken) +
                  ") to a schema of its own, and the role lacks the right to create schemas",
              "as the owner or a superuser: GRANT CREATE ON DATABASE " + quote_identifier(who[0][0].value_or("")) +
                  " TO " + quote_identifier(who[0][1].value_or("")));
}

/// `replaced`: relations that make room, and take the functions of their triggers along.
void check_trigger_functions(Session& session, const Plan& plan, const std::string& schema,
                             const std::vector<std::string>& replaced) {
  std::vector<std::string> functions;
  for (const ObjectPlan& object : plan.objects) {
    if (object.phase == Phase::publish) functions.push_back(object.target_name);
  }
  if (functions.empty()) return;
  const auto taken = taken_functions(session, schema, functions, replaced);
  if (taken.empty()) return;
  throw Error(
      ExitCode::refused,
      "schema '" + schema + "' is occupied: " + name_list(taken) + ", as functions of triggers are to be called",
      "rename it, skip the trigger in a mapping file, or choose another schema with --schema");
}

}  // namespace

void check_not_occupied(Session& session, const Plan& plan, const std::string& schema, bool replace) {
  std::vector<std::string> names;
  for (const TablePlan& table : plan.tables) names.push_back(table.target);
  for (const ObjectPlan& object : plan.objects) {
    if (object.kind == ObjectKind::view && object.phase != Phase::none) names.push_back(object.target_table);
  }
  check_trigger_functions(session, plan, schema, replace ? names : std::vector<std::string>());
  const auto taken = taken_names(session, schema, names);
  if (taken.empty()) return;
  if (replace) return require_room_aside(session, schema, taken);
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
    lines.push_back("run " + run.id +
                    " stopped part-way: " + (fleet_settings(run) ? "the same call with --fleet" : "--resume") +
                    " goes on with it, --cleanup drops it");
  }
  return lines;
}

}  // namespace lite2pg
