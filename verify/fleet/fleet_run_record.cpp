#include "verify/fleet/fleet_run_record.h"

#include "common/error.h"
#include "import/catalog/target_catalog.h"
#include "verify/comparison/derive_plan.h"
#include "verify/sides/read_only.h"

namespace lite2pg {
namespace {

RunRecord chosen_run(const VerifyOptions& options, Session& session) {
  const auto runs = ledger_runs(session);
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    if (fleet_settings(*run) && is_asked_for(*run, options)) return *run;
  }
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    if (!fleet_settings(*run) || run->state == RunState::removed) continue;
    const bool published = run->state == RunState::published;
    throw Error(ExitCode::usage,
                "no fleet is published in schema '" + options.schema + "'; run " + run->id + " is " +
                    std::string(name_of(run->state)),
                published ? "--schema " + run->target_schema : "--run " + run->id + " verifies what it staged");
  }
  throw Error(ExitCode::usage, "the target's ledger knows no fleet",
              "lite2pg-import --fleet LIST TARGET loads one; without --fleet one database is compared");
}

std::map<std::string, RecordedFile> files_of(Session& session, const std::string& run) {
  std::map<std::string, RecordedFile> files;
  for (const Fields& row : session.query("SELECT tenant, file, state, reason_kind, reason, look, path, fingerprint "
                                         "FROM lite2pg.fleet_file WHERE run = $1",
                                         {run})) {
    const std::string kind = row[3].value_or("");
    files[row[0].value_or("")] = {static_cast<unsigned>(count_of(row, 1)),
                                  row[2].value_or(""),
                                  kind.empty() ? "" : kind + ": " + row[4].value_or(""),
                                  row[5].value_or(""),
                                  row[6].value_or(""),
                                  row[7].value_or("")};
  }
  return files;
}

}  // namespace

RecordedFleet recorded_fleet(const VerifyOptions& options, Session& session) {
  const ReadOnly guard(session);
  RecordedFleet fleet;
  const RunRecord run = chosen_run(options, session);
  fleet.settings = fleet_settings(run).value();
  fleet.files = files_of(session, run.id);
  ChosenPlan& chosen = fleet.chosen;
  chosen.plan = ledger_plan(session, run.id).value();
  if (hash_of(chosen.plan) != run.plan_hash) {
    throw Error(ExitCode::target, "run " + run.id + ": its plan does not have the hash that the run recorded",
                "it was changed after the import");
  }
  chosen.run = run;
  chosen.origin = "run " + run.id + " of the ledger (" + std::string(name_of(run.state)) + ")";
  chosen.misfits = ledger_misfits(session, run.id);
  chosen.catalog = read_target_catalog(session, is_in_staging(run) ? run.staging_schema : run.target_schema);
  fit_plan(chosen);
  return fleet;
}

std::map<std::string, ImportXids> xids_of(Session& session, const std::string& run, unsigned file) {
  if (!session.can(Capability::row_writers)) return {};
  const ReadOnly guard(session);
  std::map<std::string, ImportXids> xids;
  for (const Fields& row : session.query("SELECT table_name, xid FROM lite2pg.fleet_digest WHERE run = $1 AND file = "
                                         "$2::pg_catalog.int4",
                                         {run, std::to_string(file)})) {
    xids[row[0].value_or("")].insert(static_cast<std::uint32_t>(count_of(row, 1)));
  }
  take_repairs(session, run, xids);
  return xids;
}

FileNotes notes_of(Session& session, const std::string& run, unsigned file) {
  const ReadOnly guard(session);
  const auto rows = session.query("SELECT notes FROM lite2pg.fleet_file WHERE run = $1 AND file = $2::pg_catalog.int4",
                                  {run, std::to_string(file)});
  return notes_from_json(rows.empty() ? "" : rows[0][0].value_or(""));
}

}  // namespace lite2pg
