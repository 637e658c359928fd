#include "import/fleet/join.h"

#include <xxhash.h>

#include <algorithm>

#include "common/console/log.h"
#include "common/files.h"
#include "common/version.h"
#include "import/catalog/schema_objects.h"
#include "import/fleet/options_check.h"
#include "import/fleet/outcome.h"
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
                      std::to_string(static_cast<int>(fleet.layout)) + "\n" + std::to_string(fleet.partitions) +
                      (options.validate_fks_later ? "\nlater" : ""));
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
  log_info("run {}: a fleet of {} files", run.id, files.size());
  return run;
}

[[noreturn]] void refuse_other(const Session& session, const RunRecord& run) {
  throw Error(ExitCode::refused,
              "run " + run.id + " loads another fleet, or the same with other options, into schema '" +
                  run.target_schema + "' and is " + (run.at_work ? "at work" : "not finished"),
              std::string("give its list and options to go on with it, or another --schema") +
                  (run.at_work ? "" : "; " + cleanup_line(session.target(), run) + " drops it"));
}

/// Whether a run is of these very files, whatever their tenants are called.
bool has_files(Session& session, const RunRecord& run, const std::vector<FleetFile>& files) {
  constexpr std::size_t at_once = 1000;
  for (std::size_t begin = 0;; begin += at_once) {
    const auto rows = session.query(
        "SELECT path FROM lite2pg.fleet_file WHERE run = $1 AND file > $2::pg_catalog.int4 ORDER BY file LIMIT " +
            std::to_string(at_once),
        {run.id, std::to_string(begin)});
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (begin + i >= files.size() || text_of(rows[i], 0) != files[begin + i].path) return false;
    }
    if (rows.size() < at_once) return begin + rows.size() == files.size();
  }
}

bool has_loaded(Session& session, const RunRecord& run) {
  return !session.query("SELECT FROM lite2pg.fleet_file WHERE run = $1 AND state = 'done' LIMIT 1", {run.id}).empty();
}

/// In the open transaction: drops what the run staged, when it may be.
bool gives_way(Session& session, const RunRecord& run, const std::vector<FleetFile>& files) {
  if (run.state != RunState::loading || run.at_work) return false;
  if (has_loaded(session, run) || !has_files(session, run, files)) return false;
  if (schema_exists(session, run.staging_schema)) drop_schema(session, run.staging_schema);
  record_state(session, run.id, RunState::removed, "other options took its place", "{}");
  log_warn("run {} had loaded nothing and gives way to the options of this command", run.id);
  return true;
}

/// Files that were set aside when the run stopped, or was published, are tried again by the next call.
void take_up(Session& session, const RunRecord& run) {
  const bool stopped = run.state == RunState::loading && !run.message.empty();
  if (run.at_work || (!stopped && run.state != RunState::published)) return;
  const auto aside = aside_files(session, run.id);
  if (aside.empty()) return;
  log_info("run {}: trying {} files again that were set aside", run.id, aside.size());
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
    const bool in_the_way = !same && is_open(*run) && run->target_schema == options.schema;
    if (in_the_way && !gives_way(session, *run, files)) refuse_other(session, *run);
    if (!same) continue;
    take_up(session, *run);
    transaction.commit();
    log_info("run {}: joined", run->id);
    return *run;
  }
  check_options(files, options, session.server_version());
  RunRecord run = new_run(session, options, files, settings);
  transaction.commit();
  return run;
}

}  // namespace lite2pg
