#include "import/fleet/join.h"

#include <spdlog/spdlog.h>
#include <xxhash.h>

#include <algorithm>

#include "common/files.h"
#include "common/version.h"
#include "import/ledger/schema.h"
#include "import/ledger/writer.h"
#include "import/tenants/files.h"
#include "mapping/value/digest.h"

namespace lite2pg {
namespace {

std::string hash_of_text(const std::string& text) {
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return to_hex(Hash128{hash.low64, hash.high64});
}

/// By the plan of nothing: its document has all options and the mapping file.
std::string hash_of_choices(const ImportOptions& options) {
  Plan plan;
  plan.options = options.plan;
  plan.mapping = options.mapping.empty() ? "" : read_file(options.mapping, "mapping file");
  const FleetOptions& fleet = options.fleet;
  return hash_of_text(hash_of(plan) + "\n" + plan.mapping + "\n" + options.schema + "\n" + fleet.tenant_column + "\n" +
                      std::to_string(static_cast<int>(fleet.layout)) + "\n" + std::to_string(fleet.partitions));
}

bool is_open(const RunRecord& run) { return run.state == RunState::loading || run.state == RunState::staged; }

RunRecord new_run(Session& session, const ImportOptions& options, const std::vector<FleetFile>& files,
                  const FleetSettings& settings) {
  RunRecord run;
  run.id = new_run_id();
  run.target_schema = options.schema;
  run.staging_schema = staging_schema_of(run.id);
  run.source_path = options.fleet.list;
  run.source_fingerprint = "fleet:" + settings.list;
  run.tool_version = version();
  run.settings = to_json(settings);
  record_run(session, run, to_json(Plan()));
  record_files(session, run.id, files);
  spdlog::info("run {}: a fleet of {} files", run.id, files.size());
  return run;
}

[[noreturn]] void refuse_other(const RunRecord& run) {
  throw Error(
      ExitCode::refused,
      "run " + run.id + " loads another fleet, or the same with other options, into schema '" + run.target_schema +
          "' and is not finished",
      "give its list and options to go on with it, --cleanup --run " + run.id + " to drop it, or another --schema");
}

/// Files that were set aside when the run stopped, or was published, are tried again by the next call.
void take_up(Session& session, const RunRecord& run) {
  const bool stopped = run.state == RunState::loading && !run.message.empty();
  if (run.at_work || (!stopped && run.state != RunState::published)) return;
  const auto aside = aside_files(session, run.id);
  if (aside.empty()) return;
  spdlog::info("run {}: trying {} files again that were set aside", run.id, aside.size());
  retry_aside(session, run.id);
  session.execute("UPDATE lite2pg.run SET message = '' WHERE id = $1", {run.id});
}

}  // namespace

FleetSettings settings_for(const ImportOptions& options, const std::vector<FleetFile>& files) {
  return {hash_of(files), hash_of_choices(options), options.fleet.layout, options.fleet.tenant_column};
}

RunRecord join_run(Session& session, const ImportOptions& options, const std::vector<FleetFile>& files) {
  ensure_ledger(session);
  ensure_fleet_tables(session);
  const FleetSettings settings = settings_for(options, files);
  Transaction transaction(session);
  // One process at a time decides whether there is a run to join.
  session.execute("LOCK TABLE lite2pg.fleet_version IN SHARE ROW EXCLUSIVE MODE");
  const std::vector<RunRecord> runs = ledger_runs(session);
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    const auto own = fleet_settings(*run);
    if (!own || (!is_open(*run) && run->state != RunState::published)) continue;
    const bool same = own->list == settings.list && own->choices == settings.choices;
    if (!same && is_open(*run) && run->target_schema == options.schema) refuse_other(*run);
    if (!same) continue;
    take_up(session, *run);
    transaction.commit();
    spdlog::info("run {}: joined", run->id);
    return *run;
  }
  RunRecord run = new_run(session, options, files, settings);
  transaction.commit();
  return run;
}

}  // namespace lite2pg
