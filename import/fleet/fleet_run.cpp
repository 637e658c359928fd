#include "import/fleet/fleet_run.h"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <set>

#include "common/console/log.h"
#include "common/elapsed.h"
#include "common/files.h"
#include "common/interrupt.h"
#include "common/json_text.h"
#include "common/rate_limit.h"
#include "common/text.h"
#include "export/rows/schema_only.h"
#include "import/catalog/schema_objects.h"
#include "import/fleet/distribution.h"
#include "import/fleet/fleet_plan.h"
#include "import/fleet/join.h"
#include "import/fleet/load_file.h"
#include "import/fleet/outcome.h"
#include "import/fleet/plan_misfits.h"
#include "import/fleet/recorded_misfits.h"
#include "import/fleet/schema_layout.h"
#include "import/fleet/survey_file.h"
#include "import/ledger/recorded_shape.h"
#include "import/ledger/writer.h"
#include "import/load/done_work.h"
#include "import/load/estimate.h"
#include "import/load/run.h"
#include "import/load/window.h"
#include "import/postgres/retry.h"
#include "import/postgres/server_check.h"
#include "import/publish/publish.h"
#include "import/publish/staging_check.h"
#include "import/run/approval.h"
#include "import/run/end.h"
#include "import/run/plan_check.h"
#include "import/run/preflight.h"
#include "import/run/report.h"
#include "import/run/staging.h"
#include "import/run/strategy.h"
#include "import/run/text.h"
#include "import/tenants/leases.h"
#include "mapping/documents/plan_sql.h"
#include "mapping/plan/ddl.h"
#include "mapping/planning/open_foreign_keys.h"

namespace lite2pg {
namespace {

constexpr std::chrono::milliseconds pause_length{200};

/// Small files are claimed some at a time; what a process dies with in its hands waits for its lease.
constexpr unsigned files_a_claim = 8;

constexpr const char* misfit_title = "Values that their column's type cannot hold exactly";

std::string remedies_text(const std::string& lines) {
  if (lines.empty()) return {};
  return "Lines for a mapping file (--mapping FILE) that settle them:\n\n" + lines + "\n";
}

void pause() { wait_for_retry(pause_length, StopFlag()); }

}  // namespace

FleetRun::FleetRun(const ImportOptions& options, Progress& progress, Report& report, RunMonitor& monitor, Say say)
    : options_(options),
      progress_(progress),
      report_(report),
      monitor_(monitor),
      say_(std::move(say)),
      target_(target_of(options)) {}

int FleetRun::run() {
  const ObjectsAtTheEnd objects(plan_, report_);  // Foreign keys that some rows do not hold are NOT VALID by then.
  files_ = read_fleet_list(options_.fleet.list, TenantRule(options_.fleet.tenant_from));
  session_ = std::make_unique<Session>(target_, "import");
  check_server(*session_, StagedPlace{by_schema() ? std::string() : options_.schema});
  probe_server(*session_, report_);
  join();
  const StopFlag never;
  with_retries(options_.retries, "", never, [this](unsigned attempt) {
    if (attempt > 1) session_ = std::make_unique<Session>(target_, "import");
    go_on();
  });
  return close();
}

/// What was done before a connection was lost is done: each phase looks in the ledger for what is left.
void FleetRun::go_on() {
  progress_.end();
  forget_findings();
  // An open transaction without a snapshot: between two phases too, others see that somebody is at work.
  Session presence(target_, "import " + run_.id);
  presence.begin();
  if (state() == RunState::published) return add_late();
  survey();
  check_any_left();
  plan();
  load();
  finish();
}

/// What was told before a connection was lost is found again.
void FleetRun::forget_findings() {
  report_.misfits.clear();
  report_.misfits_not_listed.clear();
  report_.schema_drift.clear();
}

void FleetRun::join() {
  if (by_schema()) {
    check_schema_names(files_);
    if (const std::string warning = many_schemas_warning(files_.size()); !warning.empty()) warn(report_, warning);
  }
  run_ = join_run(*session_, options_, files_);
  files_ = {};
  report_.run = run_.id;
  set_log_context("run", run_.id);
  report_run(report_, run_, target_);
  monitor_.know(run_);
}

template <typename Work>
void FleetRun::work_through(FileStage from, FileStage claimed, Work work) {
  const std::string holder = new_holder();
  const LeaseKeeper keeper(target_, run_.id, holder);
  const auto work_on = [&](std::size_t, const StopFlag& stop) {
    Session session(target_, "import " + run_.id);
    FleetFiles files(session, run_.id, worker_name(), holder);
    auto worker = work(session, files, stop);
    while (!stop.stopped()) {
      throw_if_interrupted();
      const auto claims = files.claim(from, files_a_claim);
      for (const ClaimedFile& file : claims) {
        throw_if_interrupted();
        worker(file);
      }
      if (!claims.empty()) continue;
      if (!are_any(session, run_.id, {from, claimed})) return;
      pause();
    }
  };
  try {
    run_workers(std::max(1U, options_.common.jobs), work_on);
  } catch (const Error& e) {
    // What is left of it is free for others at once. A server that cannot be reached takes it back when leases are
    // over.
    if (e.code() != ExitCode::target) give_back(holder);
    throw;
  }
}

void FleetRun::give_back(const std::string& holder) {
  try {
    release_claims(*session_, run_.id, holder);
  } catch (const Error& e) {
    log_debug("claims stay until their leases are over: {}", e.what());
  }
}

void FleetRun::survey() {
  const RunMonitor::Phase phase(monitor_, "survey");
  const FleetCounts counts = fleet_counts(*session_, run_.id);
  if (counts.listed + counts.surveying == 0) return;
  progress_.start("survey", counts.listed + counts.surveying, 0);
  work_through(FileStage::listed, FileStage::surveying, [&](Session& session, FleetFiles& files, const StopFlag&) {
    auto silent = std::make_shared<Progress>(std::make_shared<Console>(), ProgressMode::never);
    auto known = std::make_shared<std::set<std::string>>();  // versions
    return [&session, &files, silent, known, this](const ClaimedFile& file) {
      progress_.working_on(file.path);
      const auto result = survey_file(file.path, options_, *silent);
      if (const auto* reason = std::get_if<AsideReason>(&result)) {
        log_warn("{} is set aside ({}): {}", file.path, name_of(reason->kind), line_of(*reason));
        (void)files.set_aside(file, *reason);
        return;
      }
      const auto& survey = std::get<FileSurvey>(result);
      if (known->insert(survey.found.version).second) {
        record_version(session, run_.id, survey.found.version, survey.schema);
      }
      (void)files.surveyed(file, survey.found);
      progress_.add(survey.found.rows, survey.found.bytes);
      progress_.finished(file.path, survey.found.rows, 0);
    };
  });
  progress_.end();
}

template <typename IsDone, typename Act>
void FleetRun::by_one(IsDone is_done, Act act) {
  for (;; pause()) {
    throw_if_interrupted();
    if (is_done()) return;
    std::optional<RunLock> lock;
    try {
      lock.emplace(target_, run_.id);
    } catch (const Error& e) {
      if (e.code() != ExitCode::partial) throw;
      continue;  // another process leads
    }
    if (!is_done()) act();
    return;
  }
}

bool FleetRun::is_planned() {
  return !session_->query("SELECT FROM lite2pg.run WHERE id = $1 AND plan_hash <> ''", {run_.id}).empty();
}

RunState FleetRun::state() { return state_of(*session_, run_.id); }

void FleetRun::plan() {
  const RunMonitor::Phase phase(monitor_, "plan");
  by_one([&] { return is_planned(); }, [&] { make_plan(); });
  plan_ = ledger_plan(*session_, run_.id).value();
  run_.plan_hash = hash_of(plan_);
  versions_.emplace(run_.id, plan_.schema);
  if (!options_.sql_out.empty()) write_file(options_.sql_out, plan_sql(plan_, options_.schema), "SQL");
  if (!options_.plan_out.empty()) write_file(options_.plan_out, to_json(plan_), "plan");
  tell_plan();
  report_run(report_, run_, target_);
}

/// Once, however often a connection is lost.
void FleetRun::tell_plan() {
  if (report_.tables.empty()) report_plan(report_, plan_, target_.display());
}

void FleetRun::make_plan() {
  Plan plan = make_fleet_plan(*session_, run_.id, options_, report_, say_);
  if (!plan.misfits.empty()) refuse_misfits(plan);
  check_strict(plan, say_);
  plan.census.clear();
  if (options_.validate_fks_later) leave_foreign_keys_open(plan);
  check_approvals(options_.approve, options_.require_approvals, hash_of(plan));
  check_room(*session_, estimate_of(plan, options_.common.jobs), options_, Window(0));
  if (by_schema()) {
    check_schemas_free(*session_, run_.id);
  } else {
    check_not_occupied(*session_, plan, options_.schema, options_.replace);
  }
  monitor_.ask({"before-load", ""}, plan_facts(plan));
  if (!by_schema()) {
    // A plan that was never recorded may have left tables of another shape.
    if (schema_exists(*session_, run_.staging_schema)) drop_schema(*session_, run_.staging_schema);
    create_staging(*session_, plan, run_);
    distribute_tables(*session_, plan, run_.staging_schema);
  }
  record_plan(*session_, run_.id, plan);
  for (const std::string& warning : plan.warnings) log_warn("{}", warning);
}

void FleetRun::refuse_misfits(const Plan& plan) {
  FleetMisfits misfits = misfits_of_plan(*session_, run_.id, plan, options_);
  if (misfits.empty()) {  // not of values, or of files that cannot be read any more
    for (const MisfitReport& m : plan.misfits) misfits.add("", "", {{m, {}}});
  }
  misfits.report(report_);
  say_(misfits.text(misfit_title) + "\n" + remedies_text(misfits.remedies()));
  throw Error(ExitCode::refused,
              "values of " + std::to_string(misfits.columns()) + (misfits.columns() == 1 ? " column" : " columns") +
                  " fit a type in each file, and none in all of them; nothing was loaded",
              "call again with the mapping lines above, or --on-misfit=widen or reject");
}

void FleetRun::add_late() {
  using enum FileStage;
  if (!are_any(*session_, run_.id, {listed, surveying, surveyed, loading})) return;
  survey();
  plan();
  load(true);
  {
    const RunLock lock(target_, run_.id, lock_patience);
    sum_up();
  }
  check_failures();
}

void FleetRun::load(bool late) {
  const RunMonitor::Phase phase(monitor_, "load");
  const FleetCounts counts = fleet_counts(*session_, run_.id);
  if (counts.left() == 0) return;
  progress_.start("load", counts.left(), counts.rows_known - counts.rows_done);
  PostgresLoadServer server(target_, run_.id, load_rules(run_.staging_schema, options_.statement_timeout));
  const auto rate = rate_limit(options_);
  const FleetLoad shared{options_, run_, plan_, *versions_, server, progress_, rate.get(), late};
  work_through(FileStage::surveyed, FileStage::loading, [&](Session& session, FleetFiles& files, const StopFlag& stop) {
    auto loader = std::make_shared<FileLoader>(shared, session, stop);
    return [loader, &files, this](const ClaimedFile& file) {
      progress_.working_on(file.path);
      loader->load(files, file);
      progress_.finished(file.path, file.rows, 0);
    };
  });
  progress_.end();
}

void FleetRun::finish() {
  const RunMonitor::Phase phase(monitor_, "publish");
  check_failures();
  by_one(
      [&] {
        const RunState now = state();
        return now == RunState::published || (options_.stage_only && now == RunState::staged);
      },
      [&] { complete(); });
}

/// There is nothing to plan by when all files were set aside.
void FleetRun::check_any_left() {
  using enum FileStage;
  if (!are_any(*session_, run_.id, {listed, surveying, surveyed, loading, done})) check_failures();
}

void FleetRun::check_failures() {
  const FleetCounts counts = fleet_counts(*session_, run_.id);
  if (counts.aside <= options_.fleet.max_failed && counts.done > 0) return;
  const auto aside = aside_files(*session_, run_.id);
  const std::string message = std::to_string(aside.size()) + " of " + std::to_string(counts.all()) +
                              (counts.all() == 1 ? " file" : " files") + (aside.size() == 1 ? " is" : " are") +
                              " set aside";
  record_stop(*session_, run_.id, message);
  report_fleet(report_, *session_, run_);
  say_(aside_text(aside) + tell_misfits());
  const bool published = state() == RunState::published;
  const bool each = options_.fleet.publish_each && counts.done > 0;
  const bool misfits =
      std::ranges::any_of(aside, [](const AsideFile& f) { return f.reason.kind == AsideKind::misfit; });
  std::string hint = "mend them and call again";
  if (counts.done > 0 && !published)
    hint += ", or publish the others with --max-failed " + std::to_string(aside.size());
  if (misfits && !published) {
    hint += counts.done == 0
                ? ", or call with another --on-misfit or --mapping"
                : ", or begin anew with another --on-misfit or --mapping, after " + cleanup_line(target_, run_);
  }
  throw Error(ExitCode::partial,
              message + (published || each ? "; the others are published" : "; nothing is published"), hint);
}

/// Of files that are set aside: into the report, and as text.
std::string FleetRun::tell_misfits() {
  const FleetMisfits misfits = misfits_of_aside_files(*session_, run_.id);
  if (misfits.empty()) return {};
  misfits.report(report_);
  return misfits.text(misfit_title) + "\n" + remedies_text(misfits.remedies());
}

/// Of rows that are set aside in files that are loaded.
std::string FleetRun::tell_rejected() {
  const FleetMisfits rejected = misfits_of_rejected_rows(*session_, run_.id, plan_);
  if (rejected.empty()) return {};
  rejected.report(report_);
  return rejected.text("Values for which rows are set aside in lite2pg.rejected_row") + "\n";
}

void FleetRun::complete() {
  end_left_sessions(*session_, run_.id);
  if (state() == RunState::loading) {
    sum_up();
    if (!by_schema()) build_keys();
    stage();
  }
  if (!options_.stage_only) publish();
}

/// What was loaded into each table, as the run's other steps expect it: a table is loaded when its row stands.
void FleetRun::sum_up() {
  Transaction transaction(*session_);
  session_->execute("DELETE FROM lite2pg.run_table WHERE run = $1", {run_.id});
  for (const TablePlan& table : plan_.tables) {
    session_->execute(
        "INSERT INTO lite2pg.run_table (run, table_name, rows, rejected, bytes, seconds, xid) SELECT $1, $2, "
        "coalesce(pg_catalog.sum(rows), 0), coalesce(pg_catalog.sum(rejected), 0), coalesce(pg_catalog.sum(bytes), 0), "
        "0, 0 FROM lite2pg.fleet_digest WHERE run = $1 AND table_name = $2",
        {run_.id, table.target});
  }
  transaction.commit();
}

void FleetRun::build_keys() {
  PostgresLoadServer server(target_, run_.id, load_rules(run_.staging_schema, options_.statement_timeout));
  SchemaOnly source(plan_.schema);
  const LoadContext context{server,          source, plan_, run_, progress_, std::max(1U, options_.common.jobs),
                            options_.retries};
  progress_.start("keys and indexes", plan_.tables.size(), 0);
  const LoadResult result = run_load(context, {}, done_by_ledger(*session_, run_.id));
  progress_.end();
  for (const std::size_t o : result.not_valid) {
    plan_.objects[o].status = ObjectStatus::changed;
    plan_.objects[o].reason = "NOT VALID: rows refer to a row which does not exist";
  }
  if (result.refusals.empty()) return;
  say_(refusal_text(plan_, result.refusals) + "\n" + tell_rejected());
  record_stop(*session_, run_.id, "PostgreSQL refused keys or constraints");
  throw refusal_error(result.refusals);
}

void FleetRun::stage() {
  monitor_.ask({"after-load", ""}, {});
  Transaction transaction(*session_);
  record_state(*session_, run_.id, RunState::staged, "", json_text(nlohmann::json{{"tables", plan_.tables.size()}}));
  if (!by_schema()) record_shape(*session_, run_.id, plan_, run_.staging_schema);
  transaction.commit();
  run_.state = RunState::staged;
}

void FleetRun::publish() {
  monitor_.ask({"before-publish", ""}, {});
  run_.state = state();
  if (by_schema()) {
    publish_schemas(*session_, run_, plan_, options_.lock_timeout);
    return monitor_.tell("after-publish", {});
  }
  check_staging(*session_, run_);
  PublishOptions how{options_.replace, options_.lock_timeout};
  how.first = [this](Session& session) { require_nobody_at_work(session, run_.id); };
  const PublishResult result = lite2pg::publish(*session_, run_, how);
  for (const std::string& warning : result.warnings) warn(report_, warning);
  monitor_.tell("after-publish", {});
}

int FleetRun::close() {
  run_.state = state();
  if (plan_.tables.empty()) {
    plan_ = ledger_plan(*session_, run_.id).value();
    tell_plan();
  }
  const auto loaded = ledger_tables(*session_, run_.id);
  report_loaded(report_, run_, loaded);
  report_fleet(report_, *session_, run_);
  const auto aside = aside_files(*session_, run_.id);
  say_(closing_table(plan_, loaded, seconds_since(started_)) + "\n" + aside_text(aside));
  say_(tell_misfits());
  say_(tell_rejected());
  const std::string objects = object_text(plan_);
  if (!objects.empty()) say_(objects + "\n");
  say_(fleet_line(fleet_counts(*session_, run_.id), run_));
  report_.verdict = Verdict::done;
  return 0;
}

}  // namespace lite2pg
