#include "import/run/import_run.h"

#include <spdlog/spdlog.h>

#include <csignal>
#include <iostream>
#include <nlohmann/json.hpp>

#include "common/files.h"
#include "common/interrupt.h"
#include "common/version.h"
#include "import/ledger/run_lock.h"
#include "import/ledger/schema.h"
#include "import/ledger/writer.h"
#include "import/postgres/interrupt_watch.h"
#include "import/run/approval.h"
#include "import/run/end.h"
#include "import/run/plan_check.h"
#include "import/run/preflight.h"
#include "import/run/report.h"
#include "import/run/staging.h"
#include "import/run/stopped_run.h"
#include "import/run/text.h"
#include "mapping/documents/describe_plan.h"
#include "mapping/planning/make_plan.h"

namespace lite2pg {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

std::string slices_json(const SliceCounts& slices) { return nlohmann::json{{"slices", slices}}.dump(); }

SliceCounts slices_of(const RunRecord& run) {
  return nlohmann::json::parse(run.settings).at("slices").get<SliceCounts>();
}

void report_seconds(Report& report, const char* phase, double seconds) {
  report.extra.emplace_back(std::string(phase) + "_seconds", nlohmann::json(seconds).dump());
}

RunMonitor::Facts plan_facts(const Plan& plan) {
  std::uint64_t rows = 0;
  for (const TablePlan& table : plan.tables) rows += table.rows;
  return {{"tables", std::to_string(plan.tables.size())}, {"rows", std::to_string(rows)}};
}

/// The run stays staged: what to do, and the code of the signal when one ended it.
Error publish_error(const Error& e, const RunRecord& run) {
  const std::string hint =
      joined(e.hint(), "the data stands in " + run.staging_schema + "; --publish --run " + run.id + " tries again");
  const int signal = interrupt_signal();
  if (signal == 0) return {e.code(), e.what(), hint};
  return {signal == SIGINT ? ExitCode::interrupted : ExitCode::terminated, "interrupted while publishing", hint};
}

}  // namespace

ImportRun::ImportRun(const ImportOptions& options, Progress& progress, Report& report, RunMonitor& monitor)
    : options_(options),
      progress_(progress),
      report_(report),
      monitor_(monitor),
      window_(options.window),
      target_{options.target},
      session_(target_, options.retries) {}

int ImportRun::import() {
  open_source();
  open_target();
  make_plan();
  if (options_.dry_run) return show_plan();
  check_plan();
  begin();
  load();
  publish_run();
  return close();
}

int ImportRun::resume() {
  open_source();
  open_target();
  find_stopped_run();
  if (run_.state == RunState::published) return say_published();
  if (run_.state == RunState::loading) load();
  publish_run();
  return close();
}

void ImportRun::open_source() { source_ = std::make_unique<ImportSource>(options_.source, options_.common.jobs); }

void ImportRun::open_target() {
  if (options_.target.empty()) return;  // a dry run
  Session& session = session_.connect(options_.schema);
  if (options_.task == ImportTask::resume) return;
  for (const std::string& line : unfinished_runs(ledger_runs(session))) spdlog::warn("{}", line);
}

void ImportRun::make_plan() {
  const RunMonitor::Phase phase(monitor_, "survey");
  const auto started = Clock::now();
  plan_ = source_->make_plan(options_, progress_);
  run_.plan_hash = hash_of(plan_);
  report_plan(report_, plan_, run_.plan_hash, options_.target.empty() ? "" : target_.display());
  report_seconds(report_, "survey", seconds_since(started));
  if (!options_.plan_out.empty()) write_file(options_.plan_out, to_json(plan_), "plan");
}

int ImportRun::show_plan() {
  const auto orphans = carried_orphans(plan_, source_->orphans(plan_));
  const Estimate estimate = estimate_of(plan_, options_.common.jobs);
  std::cout << "Load: " << describe(estimate, options_.common.jobs) << "\n\n";
  if (!orphans.empty()) std::cout << orphan_text(orphans) << "\n";
  std::cout << describe(plan_) << std::flush;  // with misfits; its last line is the hash
  const bool refused_orphans = !orphans.empty() && plan_.options.orphans == OrphanPolicy::fail;
  const bool refused = refused_orphans || !plan_.misfits.empty();
  if (session_.connected()) {
    check_not_occupied(session_.get(), plan_, options_.schema, options_.replace);
    check_room(session_.get(), estimate, options_, window_);
    warn_of_sessions();
  }
  if (refused) {
    throw Error(ExitCode::refused, "an import by this plan would be refused", "settle what is listed above");
  }
  report_.verdict = "done";
  return 0;
}

void ImportRun::check_plan() {
  check_misfits(plan_);
  check_approvals(options_.approve, options_.require_approvals, run_.plan_hash);
  check_not_occupied(session_.get(), plan_, options_.schema, options_.replace);
  check_orphans(*source_, plan_);
  check_room(session_.get(), estimate_of(plan_, options_.common.jobs), options_, window_);
  warn_of_sessions();
  for (const std::string& warning : plan_.warnings) spdlog::warn("{}", warning);
}

void ImportRun::warn_of_sessions() {
  for (const std::string& line : sessions_in_use_of(session_.get(), options_.schema)) warn(report_, line);
}

void ImportRun::begin() {
  slices_ = choose_slices(plan_, options_.common.jobs);
  run_.id = new_run_id();
  run_.target_schema = options_.schema;
  run_.staging_schema = staging_schema_of(run_.id);
  run_.source_path = options_.source;
  run_.source_fingerprint = source_->rows().fingerprint().content;
  run_.tool_version = version();
  run_.settings = slices_json(slices_);
  monitor_.know(run_);
  monitor_.ask("before-load", plan_facts(plan_));
  ensure_ledger(session_.get());
  lead();
  Session& session = session_.get();
  Transaction transaction(session);
  record_run(session, run_, to_json(plan_));
  transaction.commit();
  spdlog::info("run {}: loading into schema {} of {}", run_.id, run_.staging_schema, target_.display());
}

void ImportRun::find_stopped_run() {
  run_ = stopped_run(session_.get(), options_);
  lead();
  check_same_source(run_, options_, source_->rows().fingerprint().content);
  slices_ = slices_of(run_);
  plan_ = same_plan(session_.get(), run_, options_);
  report_plan(report_, plan_, run_.plan_hash, target_.display());
  if (run_.state == RunState::published) return;
  end_left_sessions(session_.get(), run_.id);
  check_tables_stand(session_.get(), run_);
  record_stop(session_.get(), run_.id, "");
  monitor_.know(run_);
  if (run_.state == RunState::loading) monitor_.ask("before-load", plan_facts(plan_));
  spdlog::info("run {}: going on in schema {} of {}", run_.id, run_.staging_schema, target_.display());
}

void ImportRun::lead() {
  report_.run = run_.id;
  set_log_context("run", run_.id);
  session_.lead(run_.id, run_.target_schema);
  server_before_ = server_facts(session_.get());
}

void ImportRun::load() {
  const RunMonitor::Phase phase(monitor_, "load");
  try {
    const auto started = Clock::now();
    const LoadContext context{
        target_,  source_->rows(),           plan_, run_, progress_, options_.common.jobs, options_.retries, &monitor_,
        &window_, options_.statement_timeout};
    create_tables();
    do {
      settle(load_rows(context));
      source_->rows().check_unchanged();
      load_seconds_ = seconds_since(started);
    } while (!stage(context));
    report_seconds(report_, "load", load_seconds_);
  } catch (const Error& e) {
    progress_.end();
    throw end_early(session_, run_, e);
  }
}

void ImportRun::create_tables() {
  session_.run([&](Session& session) {
    const CancelOnInterrupt guard(session);
    create_staging(session, plan_, run_);
  });
}

LoadResult ImportRun::load_rows(const LoadContext& context) {
  std::uint64_t rows = 0;
  for (const TablePlan& table : plan_.tables) rows += table.rows;
  progress_.start("load", plan_.tables.size(), rows);
  LoadResult result = run_load(context, session_, slices_);
  progress_.end();
  return result;
}

void ImportRun::settle(const LoadResult& result) {
  for (const std::size_t o : result.not_valid) {
    plan_.objects[o].status = ObjectStatus::changed;
    plan_.objects[o].reason = "NOT VALID: rows refer to a row which does not exist";
  }
  report_.objects = plan_.objects;
  if (!result.not_valid.empty()) std::cout << orphan_text(source_->orphans(plan_)) << "\n";
  if (result.refusals.empty()) return;
  std::cout << refusal_text(plan_, result.refusals) << "\n";
  if (std::ranges::any_of(result.refusals, &Refusal::is_orphan)) std::cout << orphan_text(source_->orphans(plan_));
  std::cout << std::flush;
  for (const Refusal& r : result.refusals) report_.warnings.push_back(r.table + ": " + r.message);
  throw refusal_error(result.refusals);
}

void ImportRun::check_rows(Session& session) {
  const std::string differences = row_differences(report_, plan_, ledger_tables(session, run_.id));
  if (differences.empty()) return;
  monitor_.know({{"row_differences", differences}});
  throw Error(ExitCode::source, differences,
              "the source changed during the run: import a copy, or stop what writes to it");
}

bool ImportRun::stage(const LoadContext& context) {
  const bool staged = session_.run([&](Session& session) {
    if (state_of(session, run_.id) == RunState::staged) return true;  // the answer to the commit was lost
    // On this very connection: a crash of the server between a check and the commit would end it.
    if (!is_complete(context, session, slices_)) return false;
    check_rows(session);
    monitor_.ask("after-load", plan_facts(plan_));
    Transaction transaction(session);
    record_state(session, run_.id, RunState::staged, "", "{\"seconds\": " + std::to_string(load_seconds_) + "}");
    transaction.commit();
    return true;
  });
  if (staged) run_.state = RunState::staged;
  return staged;
}

void ImportRun::publish_run() {
  report_loaded(report_, run_, ledger_tables(session_.get(), run_.id));
  if (options_.stage_only) return;
  const RunMonitor::Phase phase(monitor_, "publish");
  const auto started = Clock::now();
  try {
    if (!window_.fits(0)) throw Error(ExitCode::partial, "the window is over; all is loaded, nothing is published");
    monitor_.ask("before-publish", plan_facts(plan_));
    published_ = session_.run([&](Session& session) {
      if (auto before = published_before(session, run_)) return *before;  // the answer to the commit was lost
      const CancelOnInterrupt guard(session);
      return publish(session, run_, {options_.replace, options_.lock_timeout});
    });
  } catch (const Error& e) {
    throw publish_error(e, run_);
  }
  report_seconds(report_, "publish", seconds_since(started));
  run_.state = RunState::published;
  monitor_.tell("after-publish", plan_facts(plan_));
}

int ImportRun::say_published() {
  report_loaded(report_, run_, ledger_tables(session_.get(), run_.id));
  report_.verdict = "done";
  std::cout << "run " << run_.id << " is published to schema " << run_.target_schema << ": nothing is left to do\n"
            << std::flush;
  return 0;
}

int ImportRun::close() {
  const bool published = run_.state == RunState::published;
  for (const std::string& statement :
       validate_statements(session_.get(), published ? run_.target_schema : run_.staging_schema)) {
    warn(report_, "foreign key not validated; once its rows are settled: " + statement);
  }
  for (const std::string& warning : published_.warnings) warn(report_, warning);
  report_.verdict = "done";
  std::cout << closing_table(plan_, ledger_tables(session_.get(), run_.id), load_seconds_) << "\n";
  if (const std::string objects = object_text(plan_); !objects.empty()) std::cout << objects << "\n";
  std::cout << report_server(report_, session_.get(), server_before_);
  say_where();
  return 0;
}

void ImportRun::say_where() {
  std::cout << "run " << run_.id;
  if (run_.state == RunState::published) {
    std::cout << ": published to schema " << run_.target_schema;
    if (!published_.old_schema.empty()) std::cout << "; what stood there is in " << published_.old_schema;
  } else {
    std::cout << ": staged in schema " << run_.staging_schema << "; --publish moves it to schema "
              << run_.target_schema;
  }
  std::cout << "\n" << std::flush;
}

}  // namespace lite2pg
