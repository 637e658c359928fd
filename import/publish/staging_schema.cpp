#include "import/publish/staging_schema.h"

#include <algorithm>

#include "common/text.h"
#include "import/catalog/schema_objects.h"
#include "import/ledger/turns.h"
#include "import/ledger/writer.h"
#include "import/publish/run_objects.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

/// What ends the run's need of the schema.
std::string way_out(const RunRecord& run) {
  const std::string id = " --run " + run.id;
  if (run.state == RunState::loading) return "--resume" + id + " goes on with it, --cleanup" + id + " drops it";
  return "--publish" + id + " or --cleanup" + id + " makes room";
}

void refuse_other_runs(Session& session, const std::string& schema, const std::string& run) {
  for (const RunRecord& other : ledger_runs(session)) {
    const bool needs =
        other.state == RunState::loading || other.state == RunState::staged || other.state == RunState::rolled_back;
    if (!needs || other.staging_schema != schema || other.id == run) continue;
    throw Error(ExitCode::refused,
                "schema '" + schema + "' is the staging schema of run " + other.id + " (" +
                    std::string(name_of(other.state)) + ")",
                way_out(other));
  }
}

/// Functions of the plan's triggers, which a rollback brings along; tables take the triggers with them.
void drop_trigger_functions(Session& session, const Plan& plan, const std::string& schema) {
  std::string batch;
  for (const ObjectPlan& o : plan.objects) {
    if (o.phase == Phase::publish)
      batch += "DROP FUNCTION IF EXISTS " + qualified(schema, o.target_name) + "() CASCADE;\n";
  }
  if (!batch.empty()) session.execute(batch);
}

std::string drop_from_given(Session& session, const RunRecord& run) {
  const auto plan = ledger_plan(session, run.id);
  if (!plan) {
    throw Error(ExitCode::refused,
                "the plan of run " + run.id + " is not in the ledger: what it made in schema '" + run.staging_schema +
                    "' is not known",
                "drop what is of no use there by hand");
  }
  const RunObjects made(session, *plan, run.staging_schema);
  std::vector<SchemaObject> objects = objects_in(session, run.staging_schema);
  std::erase_if(objects, [&](const SchemaObject& o) { return !made.holds(o); });
  drop_objects(session, run.staging_schema, objects);
  drop_trigger_functions(session, *plan, run.staging_schema);
  if (objects.empty()) return {};
  return std::to_string(objects.size()) + (objects.size() == 1 ? " object" : " objects") + " of schema " +
         run.staging_schema;
}

}  // namespace

bool has_given_staging(const RunRecord& run) {
  return !run.staging_schema.empty() && run.staging_schema != staging_schema_of(run.id);
}

StagedPlace place_of(const RunRecord& run) {
  return {run.target_schema, has_given_staging(run) ? run.staging_schema : "", true};
}

void check_staging_free(Session& session, const std::string& schema, const std::string& run) {
  refuse_other_runs(session, schema, run);
  std::vector<std::string> names;
  for (const SchemaObject& object : objects_in(session, schema))
    names.push_back(ascii_lower(object.kind) + " " + object.name);
  if (names.empty()) return;
  throw Error(ExitCode::refused, "schema '" + schema + "' is not empty: " + name_list(names),
              "a run is staged in an empty schema: drop or move that, or name another with --staging-schema");
}

void claim_staging(Session& session, const RunRecord& run) {
  constexpr const char* staging_class = "1279873107";  // beside those of ledger/run_lock.cpp
  wait_for_turn(session, staging_class, run.staging_schema);
  check_staging_free(session, run.staging_schema, run.id);
}

std::string drop_staging(Session& session, const RunRecord& run) {
  if (run.staging_schema.empty() || !schema_exists(session, run.staging_schema)) return {};
  if (has_given_staging(run)) return drop_from_given(session, run);
  drop_schema(session, run.staging_schema);
  return run.staging_schema;
}

void leave_staging(Session& session, const RunRecord& run) {
  if (!has_given_staging(run)) drop_schema_if_empty(session, run.staging_schema);
}

void enter_staging(Session& session, const RunRecord& run) {
  const bool there = schema_exists(session, run.staging_schema);
  if (has_given_staging(run)) {
    if (there) return claim_staging(session, run);
    throw Error(ExitCode::refused,
                "schema '" + run.staging_schema + "', in which run " + run.id +
                    " was staged and to which its tables would return, is gone",
                "make it again, then --rollback --run " + run.id);
  }
  if (!there) session.execute("CREATE SCHEMA " + quote_identifier(run.staging_schema));
}

}  // namespace lite2pg
