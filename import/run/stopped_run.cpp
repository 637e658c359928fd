#include "import/run/stopped_run.h"

#include <algorithm>
#include <set>

#include "import/catalog/schema_objects.h"
#include "import/run/approval.h"
#include "import/run/source_plan.h"
#include "import/tenants/settings.h"

namespace lite2pg {

RunRecord stopped_run(Session& session, const ImportOptions& options) {
  const auto runs = ledger_runs(session);
  const auto wanted = std::ranges::find(runs, options.run, &RunRecord::id);
  const bool named = wanted != runs.end() && wanted->state == RunState::published;
  const bool none = std::ranges::none_of(
      runs, [](const RunRecord& r) { return r.state == RunState::loading || r.state == RunState::staged; });
  if (named) return *wanted;
  if (options.run.empty() && none && !runs.empty() && runs.back().state == RunState::published) return runs.back();
  RunRecord run = find_run(runs, options.run, {RunState::loading, RunState::staged});
  if (fleet_settings(run)) {
    throw Error(ExitCode::usage, "run " + run.id + " is a fleet's",
                "lite2pg-import --fleet " + run.source_path + " TARGET goes on with it");
  }
  if (!run.staging_schema.empty()) return run;
  throw Error(ExitCode::refused,
              "run " + run.id + " was one transaction into existing tables, and nothing of it is in the target",
              "begin again with --existing; --cleanup --run " + run.id + " closes its record");
}

RunRecord state_now(Session& session, const RunRecord& run) {
  const auto runs = ledger_runs(session);
  const auto found = std::ranges::find(runs, run.id, &RunRecord::id);
  return found == runs.end() ? run : *found;
}

void check_same_source(const RunRecord& run, const ImportOptions& options, const std::string& fingerprint) {
  if (fingerprint == run.source_fingerprint) return;
  throw Error(ExitCode::refused,
              "the source is not the one that run " + run.id + " began with (" + run.source_path + ", " +
                  run.source_fingerprint + "; now " + options.source + ", " + fingerprint + ")",
              "--cleanup --run " + run.id + " drops that run; then import anew");
}

Plan same_plan(Session& session, const RunRecord& run, const ImportOptions& options) {
  auto plan = ledger_plan(session, run.id);
  if (!plan || hash_of(*plan) != run.plan_hash) {
    throw Error(ExitCode::refused, "the plan of run " + run.id + " in the ledger is not what it was",
                "it was altered, or written by another version: --cleanup it and import anew");
  }
  const std::string hash = hash_of(planned_again(*plan, options));
  if (hash != run.plan_hash) {
    throw Error(ExitCode::refused,
                "mapping file or options make another plan (" + hash + ") than that of run " + run.id + " (" +
                    run.plan_hash + ")",
                "resume with the same mapping file and options, or with none");
  }
  if (options.schema != ImportOptions().schema && options.schema != run.target_schema) {
    throw Error(ExitCode::refused,
                "run " + run.id + " is for schema '" + run.target_schema + "', not '" + options.schema + "'");
  }
  if (!options.staging_schema.empty() && options.staging_schema != run.staging_schema) {
    throw Error(ExitCode::refused, "run " + run.id + " is staged in schema '" + run.staging_schema + "', not '" +
                                       options.staging_schema + "'");
  }
  check_approvals(options.approve, options.require_approvals, run.plan_hash);
  return std::move(*plan);
}

void check_tables_stand(Session& session, const RunRecord& run) {
  std::set<std::string> present;
  for (const SchemaObject& object : objects_in(session, run.staging_schema)) present.insert(object.name);
  for (const TableRecord& loaded : ledger_tables(session, run.id)) {
    if (present.contains(loaded.table)) continue;
    throw Error(ExitCode::refused,
                "table " + loaded.table + " is loaded by the ledger, but is not in schema " + run.staging_schema,
                "the target was changed: --cleanup --run " + run.id + " and import anew");
  }
}

}  // namespace lite2pg
