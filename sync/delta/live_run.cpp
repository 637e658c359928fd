#include "sync/delta/live_run.h"

#include <algorithm>

#include "import/load/worker_connection.h"
#include "import/postgres/server_check.h"
#include "import/publish/staging_schema.h"
#include "import/run/live.h"
#include "import/run/stopped_run.h"

namespace lite2pg {
namespace {

std::optional<RunRecord> live_run_in(Session& session, std::string_view id, RunState state) {
  const auto runs = ledger_runs(session);
  const auto fits = [&](const RunRecord& r) {
    return r.state == state && (id.empty() || r.id == id) && settings_of(r).live.has_value();
  };
  const auto found = std::find_if(runs.rbegin(), runs.rend(), fits);
  return found == runs.rend() ? std::nullopt : std::optional(*found);
}

RunRecord wanted_run(Session& session, std::string_view id) {
  auto run = staged_live_run(session, id);
  if (run) return *std::move(run);
  throw Error(ExitCode::usage,
              id.empty() ? "there is no staged run of a live source"
                         : "run " + std::string(id) + " is no staged run of a live source",
              "lite2pg-import SOURCE TARGET --live begins one; lite2pg-import TARGET --status lists all");
}

/// By its name or its inode: a file that was put in the place of the old one is as good as one that was moved.
void check_same_file(const RunRecord& run, const LiveSource& began, const std::string& source) {
  const LiveSource now = live_source(source);
  const bool same_inode = now.device == began.device && now.inode == began.inode;
  if (now.path == began.path || same_inode) return;
  throw Error(ExitCode::refused, source + " is not the source that run " + run.id + " began with (" + began.path + ")",
              "give that one; for another source begin anew with lite2pg-import --live");
}

Plan intact_plan(Session& session, const RunRecord& run) {
  auto plan = ledger_plan(session, run.id);
  if (plan && hash_of(*plan) == run.plan_hash) return *std::move(plan);
  throw Error(ExitCode::refused, "the plan of run " + run.id + " in the ledger is not what it was",
              "it was altered, or written by another version: --cleanup it and import anew");
}

}  // namespace

std::optional<RunRecord> staged_live_run(Session& session, std::string_view id) {
  return live_run_in(session, id, RunState::staged);
}

std::optional<RunRecord> published_live_run(Session& session, std::string_view id) {
  if (staged_live_run(session, id)) return std::nullopt;
  return live_run_in(session, id, RunState::published);
}

TransactionRules LiveRun::rules(unsigned jobs) const {
  TransactionRules rules = load_rules(run.staging_schema, maintenance_memory_kb(plan, jobs));
  rules.settings.emplace_back("jit", "off");
  return rules;
}

LiveRun::LiveRun(const Target& target, std::string_view id, const std::string& source) : session(target, "sync") {
  check_live_source(source);
  run = wanted_run(session, id);
  live = *settings_of(run).live;
  check_same_file(run, live, source);
  check_server(session, place_of(run));
  lock = std::make_unique<RunLock>(target, run.id, lock_patience);
  run = state_now(session, run);
  if (run.state != RunState::staged)
    throw Error(ExitCode::usage, "run " + run.id + " is " + std::string(name_of(run.state)) + " by now");
  end_left_sessions(session, run.id);
  plan = intact_plan(session, run);
}

}  // namespace lite2pg
