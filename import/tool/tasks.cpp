#include "import/tool/tasks.h"

#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "common/console/log.h"
#include "common/json_text.h"
#include "import/catalog/capability_probe.h"
#include "import/fleet/outcome.h"
#include "import/fleet/schema_layout.h"
#include "import/ledger/ledger.h"
#include "import/ledger/run_lock.h"
#include "import/ledger/schema.h"
#include "import/ledger/status.h"
#include "import/ledger/sync_status.h"
#include "import/postgres/server_check.h"
#include "import/postgres/session.h"
#include "import/publish/cleanup.h"
#include "import/publish/forget.h"
#include "import/publish/publish.h"
#include "import/publish/staging_check.h"
#include "import/publish/staging_schema.h"
#include "import/run/end.h"
#include "import/run/hook_vetoes.h"
#include "import/run/live.h"
#include "import/run/preflight.h"
#include "import/run/report.h"
#include "import/run/stopped_run.h"
#include "import/run/strategy.h"
#include "import/tenants/settings.h"

namespace lite2pg {
namespace {

void finish_report(Report& report, const RunRecord& run, const PublishResult& result) {
  report.run = run.id;
  report.verdict = Verdict::done;
  report.warnings = result.warnings;
  for (const std::string& warning : result.warnings) log_warn("{}", warning);
}

/// Throws Error(refused) unless somebody says that it may go.
void confirm(const ImportOptions& options, const std::string& lost) {
  if (lost.empty() || options.yes) return;
  const Error error(ExitCode::refused, lost + ", which would be gone for good; nothing was dropped", "--yes drops it");
  if (isatty(STDIN_FILENO) == 0 || isatty(STDERR_FILENO) == 0) throw error;
  std::cerr << lost << ". Drop it for good? [y/N] " << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  if (answer != "y" && answer != "Y" && answer != "yes") throw error;
}

std::string published_text(const RunRecord& run, const PublishResult& result) {
  std::string text =
      "run " + run.id + ": published " + std::to_string(result.published) + " objects to schema " + run.target_schema;
  if (result.replaced > 0)
    text += "; " + std::to_string(result.replaced) + " that stood there are in " + result.old_schema;
  return text + "\n";
}

std::string rolled_back_text(const RunRecord& run, const PublishResult& result) {
  std::string text = "run " + run.id + ": rolled back, " + std::to_string(result.published) + " objects are in " +
                     run.staging_schema + " again";
  if (result.replaced > 0) text += ", " + std::to_string(result.replaced) + " that it had replaced are back";
  text += "\n";
  if (!result.written_since.empty())
    text += "written since the publish, and only in " + run.staging_schema + " now: " + result.written_since + "\n";
  return text;
}

std::string publish_again(const RunRecord& run, bool replace) {
  return "lite2pg-import TARGET --publish --run " + run.id + (replace ? " --replace" : "") + " tries again";
}

/// The document with what is known of the files of fleets, under "fleet", of rounds, under "live", and of repairs.
std::string document(Session& session, const std::vector<RunStatus>& shown, const std::vector<SurveyAtWork>& surveys) {
  using Json = nlohmann::ordered_json;
  Json json = to_json(shown, surveys);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (fleet_settings(shown[i].run)) json["runs"][i]["fleet"] = fleet_status_json(session, shown[i].run);
    if (const auto live = live_status(session, shown[i].run)) json["runs"][i]["live"] = to_json(*live);
  }
  json["repairs"] = to_json(ledger_repairs(session));
  return json_text(json, NotUtf8::replaced, 2) + "\n";
}

/// Of the run that --run names.
std::string run_text(Session& session, const RunStatus& status) {
  std::string text = describe(status);
  if (const auto live = live_status(session, status.run)) text += "\n" + describe(*live);
  if (fleet_settings(status.run)) text += "\n" + fleet_status_text(session, status.run);
  auto repairs = ledger_repairs(session);
  std::erase_if(repairs, [&](const RepairRecord& r) { return r.run != status.run.id; });
  return text + describe(repairs);
}

/// False: the run is no fleet of schemas.
bool publish_fleet(Session& session, const RunRecord& run, const ImportOptions& options) {
  const auto fleet = fleet_settings(run);
  if (!fleet || fleet->layout != FleetLayout::schema) return false;
  publish_schemas(session, run, ledger_plan(session, run.id).value(), options.lock_timeout);
  return true;
}

}  // namespace

int publish_task(const ImportOptions& options, Report& report, RunMonitor& monitor, const Say& say) {
  Session session(target_of(options), "publish");
  probe_server(session, report);
  const auto may = {RunState::staged, RunState::rolled_back};
  RunRecord run = find_run(ledger_runs(session), options.run, may);
  const RunLock lock(session.target(), run.id, lock_patience);
  run = state_now(session, run);
  if (run.state == RunState::published) {
    report.run = run.id;
    report.verdict = Verdict::done;
    say("run " + run.id + " was published by another process meanwhile: nothing is left to do\n");
    return 0;
  }
  run = find_run({run}, run.id, may);
  if (run.state == RunState::staged) refuse_live(run);
  report_run(report, run, target_of(options));
  check_server(session, place_of(run));
  settle_vetoes(session, run, monitor.hooks());
  monitor.know(run);
  monitor.ask({"before-publish", ""}, {}, recorder_of(session));
  if (publish_fleet(session, run, options)) {
    report.verdict = Verdict::done;
    say("run " + run.id + ": published to schemas of their own\n");
    return 0;
  }
  PublishResult result;
  try {
    check_staging(session, run);
    result = publish(session, run, {options.replace, options.lock_timeout});
  } catch (const Error& e) {
    if (e.code() != ExitCode::target) throw;
    throw Error(e.code(), e.what(), joined(e.hint(), publish_again(run, options.replace)));
  }
  finish_report(report, run, result);
  say(published_text(run, result));
  monitor.tell("after-publish");
  return 0;
}

int rollback_task(const ImportOptions& options, Report& report, const Say& say) {
  Session session(target_of(options), "rollback");
  probe_server(session, report);
  const auto may = {RunState::published};
  RunRecord run = find_run(ledger_runs(session), options.run, may);
  const RunLock lock(session.target(), run.id, lock_patience);
  run = state_now(session, run);
  run = find_run({run}, run.id, may);
  report_run(report, run, target_of(options));
  if (const auto fleet = fleet_settings(run); fleet && fleet->layout == FleetLayout::schema) {
    const Plan plan = ledger_plan(session, run.id).value();
    finish_report(report, run, roll_back_schemas(session, run, plan, options.lock_timeout));
    say("run " + run.id +
        ": rolled back; its tenants' schemas are staged again, with all that was written there since\n");
    return 0;
  }
  const PublishResult result = roll_back(session, run, {false, options.lock_timeout});
  finish_report(report, run, result);
  say(rolled_back_text(run, result));
  return 0;
}

int status_task(const ImportOptions& options, const Say& say) {
  Session session(target_of(options), "status", Access::read_only);
  probe_capabilities(session, {Capability::advisory_locks});
  const auto runs = ledger_runs(session);
  const auto surveys = surveys_at_work(session);
  std::vector<RunStatus> shown;
  for (const RunRecord& run : runs) {
    const bool wanted = options.run.empty() ? options.json : run.id == options.run;
    if (wanted) shown.push_back(status_of(session, run));
  }
  if (!options.run.empty() && shown.empty()) {
    throw Error(ExitCode::usage, "there is no run " + options.run, "--status without --run lists all");
  }
  if (options.json) {
    say(document(session, shown, surveys));
  } else if (options.run.empty()) {
    say(run_list(runs) + describe(surveys) + describe(ledger_repairs(session)));
  } else {
    say(run_text(session, shown.front()));
  }
  if (!options.run.empty()) return status_exit_code(shown.front().run);
  return runs.empty() ? 0 : status_exit_code(runs.back());
}

int cleanup_task(const ImportOptions& options, Report& report, const Say& say) {
  using enum RunState;
  Session session(target_of(options), "cleanup");
  probe_server(session, report);
  const auto runs = ledger_runs(session);
  const auto may = {loading, staged, published, rolled_back, failed};
  const auto chosen =
      options.run.empty() ? left_over_runs(session, runs) : std::vector<RunRecord>{find_run(runs, options.run, may)};
  for (const RunRecord& found : chosen) {
    const RunLock lock(session.target(), found.id, lock_patience);
    const RunRecord run = state_now(session, found);
    end_left_sessions(session, run.id);
    const std::string lost = lost_by_cleanup(session, run);
    if (!lost.empty() && options.run.empty()) continue;  // it was published and rolled back just now
    confirm(options, lost);
    std::string dropped;
    if (fleet_settings(run) && run.state != RunState::published) {
      if (const std::size_t staged = drop_staged_schemas(session, run); staged > 0) {
        dropped += " " + std::to_string(staged) + " tenants' staged schemas";
      }
    }
    for (const std::string& schema : clean_up(session, run, lock)) dropped += " " + schema;
    say("run " + run.id + ": " + (dropped.empty() ? "nothing left to drop" : "dropped" + dropped) + "\n");
    report.run = run.id;
  }
  if (chosen.empty()) say("nothing to clean up\n");
  if (options.run.empty()) say(what_stays(session, runs));
  report.verdict = Verdict::done;
  return 0;
}

int forget_task(const ImportOptions& options, Report& report, const Say& say) {
  Session session(target_of(options), "forget");
  report.verdict = Verdict::done;
  if (!has_ledger(session)) {
    say("there is no ledger in " + target_of(options).display() + "\n");
    return 0;
  }
  if (const std::string needed = needs_ledger(ledger_runs(session)); !needed.empty()) {
    throw Error(ExitCode::refused, "the ledger is needed still: " + needed, "settle these runs first");
  }
  confirm(options, lost_by_forgetting(session));
  drop_ledger(session);
  say("the ledger is gone. lite2pg-verify compares with the source by the target's types from now on, or with a "
      "manifest: lite2pg-export SOURCE ARCHIVE, lite2pg-verify ARCHIVE/manifest.json TARGET\n");
  return 0;
}

}  // namespace lite2pg
