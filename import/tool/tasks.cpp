#include "import/tool/tasks.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <iostream>

#include "import/ledger/ledger.h"
#include "import/ledger/run_lock.h"
#include "import/ledger/status.h"
#include "import/postgres/interrupt_watch.h"
#include "import/postgres/session.h"
#include "import/run/preflight.h"
#include "import/run/publish.h"
#include "import/run/strategy.h"

namespace lite2pg {
namespace {

void finish_report(Report& report, const RunRecord& run, const PublishResult& result) {
  report.run = run.id;
  report.verdict = "done";
  report.warnings = result.warnings;
  for (const std::string& warning : result.warnings) spdlog::warn("{}", warning);
}

/// Runs that --cleanup takes without being told which.
bool is_left_over(const RunRecord& run) {
  if (run.state == RunState::loading) return !run.at_work;
  return run.state == RunState::failed || run.state == RunState::rolled_back;
}

std::vector<RunRecord> runs_to_clean(const std::vector<RunRecord>& runs, const std::string& id) {
  using enum RunState;
  if (!id.empty()) return {find_run(runs, id, {loading, staged, published, rolled_back, failed})};
  std::vector<RunRecord> chosen;
  std::ranges::copy_if(runs, std::back_inserter(chosen), is_left_over);
  return chosen;
}

void name_what_stays(const std::vector<RunRecord>& runs) {
  for (const RunRecord& run : runs) {
    if (run.state == RunState::staged) {
      std::cout << "run " << run.id << " stays: it is staged; name it with --run to drop it\n";
    } else if (run.state == RunState::published && !run.old_schema.empty()) {
      std::cout << "run " << run.id << " stays: " << run.old_schema
                << " holds what it replaced; name it with --run to drop that\n";
    }
  }
}

}  // namespace

int publish_task(const ImportOptions& options, Report& report, RunMonitor& monitor) {
  Session session(Target{options.target}, "publish");
  const RunRecord run = find_run(ledger_runs(session), options.run, {RunState::staged, RunState::rolled_back});
  lock_run(session, run.id, lock_patience);
  check_server(session, run.target_schema);
  monitor.know(run);
  monitor.ask({"before-publish", ""}, {}, recorder_of(session));
  const CancelOnInterrupt guard(session);
  const PublishResult result = publish(session, run, {options.replace, options.lock_timeout});
  finish_report(report, run, result);
  std::cout << "run " << run.id << ": published " << result.published << " objects to schema " << run.target_schema;
  if (result.replaced > 0) std::cout << "; " << result.replaced << " that stood there are in " << result.old_schema;
  std::cout << std::endl;
  monitor.tell("after-publish");
  return 0;
}

int rollback_task(const ImportOptions& options, Report& report) {
  Session session(Target{options.target}, "rollback");
  const RunRecord run = find_run(ledger_runs(session), options.run, {RunState::published});
  lock_run(session, run.id, lock_patience);
  const CancelOnInterrupt guard(session);
  const PublishResult result = roll_back(session, run, {false, options.lock_timeout});
  finish_report(report, run, result);
  std::cout << "run " << run.id << ": rolled back, " << result.published << " objects are in " << run.staging_schema
            << " again";
  if (result.replaced > 0) std::cout << ", " << result.replaced << " that it had replaced are back";
  std::cout << std::endl;
  return 0;
}

int status_task(const ImportOptions& options) {
  Session session(Target{options.target}, "status");
  const auto runs = ledger_runs(session);
  std::vector<RunStatus> shown;
  for (const RunRecord& run : runs) {
    const bool wanted = options.run.empty() ? options.json : run.id == options.run;
    if (wanted) shown.push_back(status_of(session, run));
  }
  if (!options.run.empty() && shown.empty()) {
    throw Error(ExitCode::usage, "there is no run " + options.run, "--status without --run lists all");
  }
  if (options.json) {
    std::cout << to_json(shown);
  } else if (options.run.empty()) {
    std::cout << run_list(runs);
  } else {
    std::cout << describe(shown.front());
  }
  std::cout << std::flush;
  if (!options.run.empty()) return status_exit_code(shown.front().run);
  return runs.empty() ? 0 : status_exit_code(runs.back());
}

int cleanup_task(const ImportOptions& options, Report& report) {
  Session session(Target{options.target}, "cleanup");
  const auto runs = ledger_runs(session);
  const auto chosen = runs_to_clean(runs, options.run);
  for (const RunRecord& run : chosen) {
    lock_run(session, run.id, lock_patience);
    end_left_sessions(session, run.id);
    std::string dropped;
    for (const std::string& schema : clean_up(session, run)) dropped += " " + schema;
    std::cout << "run " << run.id << ": " << (dropped.empty() ? "nothing left to drop" : "dropped" + dropped) << "\n";
    report.run = run.id;
  }
  if (chosen.empty()) std::cout << "nothing to clean up\n";
  if (options.run.empty()) name_what_stays(runs);
  std::cout << std::flush;
  report.verdict = "done";
  return 0;
}

}  // namespace lite2pg
