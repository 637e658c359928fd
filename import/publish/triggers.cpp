#include "import/publish/triggers.h"

#include <map>
#include <utility>

#include "import/ledger/ledger.h"
#include "mapping/target/quote.h"
#include "mapping/target/schema_placeholder.h"

namespace lite2pg {
namespace {

/// pg_trigger.tgenabled by the target names of table and trigger.
using Standing = std::map<std::pair<std::string, std::string>, char>;

/// The run's plan; nullopt when it has no triggers to make.
std::optional<Plan> plan_with_triggers(Session& session, std::string_view run) {
  const auto rows =
      session.query("SELECT FROM lite2pg.run WHERE id = $1 AND plan LIKE '%\"publish\"%'", {std::string(run)});
  return rows.empty() ? std::nullopt : ledger_plan(session, run);
}

/// Triggers on relations that are in `to` already whose functions are still in `from`.
Standing standing(Session& session, std::string_view from, std::string_view to) {
  Standing found;
  for (const Fields& row : session.query(
           "SELECT c.relname, t.tgname, t.tgenabled FROM pg_catalog.pg_trigger t "
           "JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid JOIN pg_catalog.pg_namespace f ON f.oid = p.pronamespace "
           "JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
           "WHERE NOT t.tgisinternal AND p.proname = t.tgname AND f.nspname = $1 AND n.nspname = $2",
           {std::string(from), std::string(to)})) {
    found.emplace(std::pair(row[0].value_or(""), row[1].value_or("")), row[2].value_or("O").front());
  }
  return found;
}

void drop(Session& session, const ObjectPlan& trigger, std::string_view from, std::string_view to) {
  session.execute("DROP TRIGGER " + quote_identifier(trigger.target_name) + " ON " +
                  qualified(to, trigger.target_table));
  session.execute("DROP FUNCTION " + qualified(from, trigger.target_name) + "()");
}

/// The function of a trigger that somebody dropped: nothing uses it, and it would be in the way.
void drop_left_function(Session& session, const ObjectPlan& trigger, std::string_view schema) {
  const auto left = session.query(
      "SELECT FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace "
      "WHERE n.nspname = $1 AND p.proname = $2 AND p.pronargs = 0 AND p.prorettype = 'trigger'::pg_catalog.regtype "
      "AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.tgfoid = p.oid)",
      {std::string(schema), trigger.target_name});
  if (!left.empty()) session.execute("DROP FUNCTION " + qualified(schema, trigger.target_name) + "()");
}

void require_free(Session& session, const ObjectPlan& trigger, std::string_view schema) {
  const auto taken = session.query(
      "SELECT FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace "
      "WHERE n.nspname = $1 AND p.proname = $2 AND p.pronargs = 0",
      {std::string(schema), trigger.target_name});
  if (taken.empty()) return;
  throw Error(ExitCode::refused,
              "schema '" + std::string(schema) + "' is occupied: function " + trigger.target_name +
                  "(), as the function of a trigger is to be called",
              "rename it, skip the trigger in a mapping file, or choose another schema with --schema");
}

void make(Session& session, const ObjectPlan& trigger, std::string_view schema, char enabled) {
  require_free(session, trigger, schema);
  for (const std::string& sql : trigger.sql) session.execute(with_schema(sql, schema));
  const std::string mode = enabled == 'D' ? "DISABLE" : enabled == 'R' ? "ENABLE REPLICA" : "ENABLE ALWAYS";
  if (enabled == 'O') return;
  session.execute("ALTER TABLE " + qualified(schema, trigger.target_table) + " " + mode + " TRIGGER " +
                  quote_identifier(trigger.target_name));
}

/// `all`: also those that do not stand anywhere yet.
void remake(Session& session, const Plan& plan, std::string_view from, std::string_view to, bool all) {
  session.execute("SET LOCAL search_path = pg_catalog");  // By which conditions of triggers are read.
  const Standing found = standing(session, from, to);
  for (const ObjectPlan& o : plan.objects) {
    if (o.phase != Phase::publish) continue;
    const auto stands = found.find({o.target_table, o.target_name});
    if (stands != found.end())
      drop(session, o, from, to);
    else
      drop_left_function(session, o, from);
    if (stands != found.end() || all) make(session, o, to, stands == found.end() ? 'O' : stands->second);
  }
}

}  // namespace

void make_triggers(Session& session, std::string_view run, std::string_view from, std::string_view to) {
  if (const auto plan = plan_with_triggers(session, run)) remake(session, *plan, from, to, true);
}

void move_triggers(Session& session, const std::vector<SchemaObject>& moved, std::string_view from,
                   std::string_view to) {
  std::string oids;
  for (const SchemaObject& object : moved) oids += (oids.empty() ? "" : ", ") + object.oid;
  if (oids.empty()) return;
  const auto runs =
      session.query("SELECT DISTINCT run FROM lite2pg.moved_object WHERE part = 'new' AND oid IN (" + oids + ")");
  for (const Fields& row : runs) {
    if (const auto plan = plan_with_triggers(session, row[0].value_or(""))) remake(session, *plan, from, to, false);
  }
}

}  // namespace lite2pg
