#include "sync/delta/live_run.h"

#include <algorithm>
#include <span>

#include "import/load/worker_connection.h"
#include "import/postgres/server_check.h"
#include "import/publish/staging_schema.h"
#include "import/run/live.h"
#include "import/run/stopped_run.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

bool is_live_run_in(const RunRecord& run, RunState state) {
  return run.state == state && settings_of(run).live.has_value();
}

/// A later run stands published where this one, an element of `runs`, was to go: nobody means it who does not name it.
/// They come oldest first; the names of two that began in the same second do not tell.
bool is_left_behind(const RunRecord& run, const std::vector<RunRecord>& runs) {
  if (run.state != RunState::staged) return false;
  const auto later = std::span(runs).subspan(static_cast<std::size_t>(&run - runs.data()) + 1);
  return std::ranges::any_of(later, [&](const RunRecord& r) {
    return r.state == RunState::published && r.target_schema == run.target_schema;
  });
}

std::optional<RunRecord> live_run_in(Session& session, std::string_view id, RunState state) {
  const auto runs = ledger_runs(session);
  const auto fits = [&](const RunRecord& r) {
    return is_live_run_in(r, state) && (id.empty() ? !is_left_behind(r, runs) : r.id == id);
  };
  const auto found = std::find_if(runs.rbegin(), runs.rend(), fits);
  return found == runs.rend() ? std::nullopt : std::optional(*found);
}

std::optional<RunRecord> left_behind(Session& session) {
  const auto runs = ledger_runs(session);
  const auto fits = [&](const RunRecord& r) { return is_live_run_in(r, RunState::staged) && is_left_behind(r, runs); };
  const auto found = std::find_if(runs.rbegin(), runs.rend(), fits);
  return found == runs.rend() ? std::nullopt : std::optional(*found);
}

RunRecord wanted_run(Session& session, std::string_view id) {
  auto run = staged_live_run(session, id);
  if (run) return *std::move(run);
  if (const auto old = id.empty() ? left_behind(session) : std::nullopt) {
    throw Error(ExitCode::usage, "run " + old->id + " is staged, but a later one is published in its schema",
                "--run " + old->id + " goes on with it all the same; lite2pg-import TARGET --cleanup removes it");
  }
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

/// That would write other rows than a round sends, or none of its statements at all.
constexpr std::string_view interference_sql =
    "SELECT 'RULE', r.rulename, c.relname FROM pg_catalog.pg_rewrite r "
    "JOIN pg_catalog.pg_class c ON c.oid = r.ev_class AND c.relkind IN ('r', 'p') "
    "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND r.ev_enabled <> 'D' "
    "UNION ALL SELECT 'TRIGGER', t.tgname, c.relname FROM pg_catalog.pg_trigger t "
    "JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid AND c.relkind IN ('r', 'p') "
    "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
    "WHERE n.nspname = $1 AND NOT t.tgisinternal AND t.tgenabled <> 'D' ORDER BY 1, 3, 2";

/// Somebody put it there: a live run's triggers are made when it is published.
void require_no_interference(Session& session, const RunRecord& run) {
  const auto found = session.query(interference_sql, {run.staging_schema});
  if (found.empty()) return;
  const std::string kind = found[0][0].value_or(""), name = found[0][1].value_or(""), table = found[0][2].value_or("");
  throw Error(ExitCode::refused,
              "table " + table + " of run " + run.id + " has a " + kind + " '" + name +
                  "' that the run did not make: staged rows would not be those of the source",
              "DROP " + kind + " " + quote_identifier(name) + " ON " + qualified(run.staging_schema, table) +
                  "; then the same command goes on");
}

}  // namespace

std::optional<RunRecord> staged_live_run(Session& session, std::string_view id) {
  return live_run_in(session, id, RunState::staged);
}

std::optional<RunRecord> published_live_run(Session& session, std::string_view id) {
  if (staged_live_run(session, id)) return std::nullopt;
  return live_run_in(session, id, RunState::published);
}

TransactionRules LiveRun::rules() const { return load_rules(run.staging_schema); }

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
  require_no_interference(session, run);
  plan = intact_plan(session, run);
}

}  // namespace lite2pg
