#include "import/import_run.h"

#include <spdlog/spdlog.h>

#include <csignal>
#include <iostream>
#include <nlohmann/json.hpp>
#include <set>

#include "common/files.h"
#include "common/interrupt.h"
#include "common/text.h"
#include "common/version.h"
#include "import/approval.h"
#include "import/import_text.h"
#include "import/interrupt_watch.h"
#include "import/ledger_schema.h"
#include "import/ledger_writer.h"
#include "import/preflight.h"
#include "import/retry.h"
#include "import/run_lock.h"
#include "import/staging.h"

namespace lite2pg {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

std::string resume_hint(const std::string& run) {
  return "--resume --run " + run + " goes on with it; --cleanup --run " + run + " drops what is there";
}

std::string joined(const std::string& first, const std::string& second) {
  return first.empty() ? second : first + "; " + second;
}

}  // namespace

ImportRun::ImportRun(const ImportOptions& options, Progress& progress, Report& report)
    : options_(options), progress_(progress), report_(report), target_{options.target} {}

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
  check_same_plan();
  if (run_.state == RunState::loading) load();
  publish_run();
  return close();
}

void ImportRun::open_source() { source_ = std::make_unique<ImportSource>(options_.source, options_.common.jobs); }

void ImportRun::open_target() {
  if (options_.target.empty()) return;  // a dry run
  session_ = std::make_unique<Session>(target_, "import");
  check_server(*session_, options_.schema);
  if (options_.task == ImportTask::resume) return;
  for (const std::string& line : unfinished_runs(ledger_runs(*session_))) spdlog::warn("{}", line);
}

void ImportRun::make_plan() {
  const auto started = Clock::now();
  plan_ = source_->make_plan(options_, progress_);
  run_.plan_hash = hash_of(plan_);
  report_plan();
  report_.extra.emplace_back("survey_seconds", nlohmann::json(seconds_since(started)).dump());
  if (!options_.plan_out.empty()) write_file(options_.plan_out, to_json(plan_), "plan");
}

int ImportRun::show_plan() {
  const auto orphans = source_->orphans(plan_);
  std::cout << describe(plan_) << "\n" << misfit_text(plan_.misfits) << orphan_text(orphans);
  std::cout << "\nplan " << run_.plan_hash << "\n" << std::flush;
  const bool refused_orphans = !orphans.empty() && plan_.options.orphans == OrphanPolicy::fail;
  const bool refused = refused_orphans || !plan_.misfits.empty();
  if (session_) check_not_occupied(*session_, plan_, options_.schema, options_.replace);
  if (refused) {
    throw Error(ExitCode::refused, "an import by this plan would be refused", "settle what is listed above");
  }
  report_.verdict = "done";
  return 0;
}

void ImportRun::check_plan() {
  if (!plan_.misfits.empty()) {
    std::cout << misfit_text(plan_.misfits) << std::flush;
    throw Error(ExitCode::refused,
                "values of " + std::to_string(plan_.misfits.size()) +
                    (plan_.misfits.size() == 1 ? " column does" : " columns do") +
                    " not fit their type; nothing was written",
                "use the mapping lines above, or --on-misfit=widen or reject");
  }
  check_approvals(options_.approve, options_.require_approvals, run_.plan_hash);
  check_not_occupied(*session_, plan_, options_.schema, options_.replace);
  for (const std::string& warning : plan_.warnings) spdlog::warn("{}", warning);
}

void ImportRun::begin() {
  ensure_ledger(*session_);
  slices_ = choose_slices(plan_, options_.common.jobs);
  const Fingerprint fingerprint = source_->rows().fingerprint();
  run_.id = new_run_id();
  run_.target_schema = options_.schema;
  run_.staging_schema = staging_schema_of(run_.id);
  run_.source_path = options_.source;
  run_.source_fingerprint = fingerprint.content;
  run_.tool_version = version();
  run_.settings = slices_json();
  report_.run = run_.id;
  set_log_context("run", run_.id);
  lock_run(*session_, run_.id);
  Transaction transaction(*session_);
  record_run(*session_, run_, to_json(plan_));
  transaction.commit();
  spdlog::info("run {}: loading into schema {} of {}", run_.id, run_.staging_schema, target_.display());
}

void ImportRun::find_stopped_run() {
  run_ = find_run(ledger_runs(*session_), options_.run, {RunState::loading, RunState::staged});
  report_.run = run_.id;
  set_log_context("run", run_.id);
  lock_run(*session_, run_.id);
  const Fingerprint fingerprint = source_->rows().fingerprint();
  if (fingerprint.content != run_.source_fingerprint) {
    throw Error(ExitCode::refused,
                "the source is not the one that run " + run_.id + " began with (" + run_.source_path + ", " +
                    run_.source_fingerprint + "; now " + options_.source + ", " + fingerprint.content + ")",
                "--cleanup --run " + run_.id + " drops that run; then import anew");
  }
  const auto settings = nlohmann::json::parse(run_.settings);
  slices_ = settings.at("slices").get<SliceCounts>();
}

void ImportRun::check_same_plan() {
  const auto plan = ledger_plan(*session_, run_.id);
  if (!plan || hash_of(*plan) != run_.plan_hash) {
    throw Error(ExitCode::refused, "the plan of run " + run_.id + " in the ledger is not what it was",
                "it was altered, or written by another version: --cleanup it and import anew");
  }
  const std::string hash = hash_of(planned_again(*plan, options_));
  if (hash != run_.plan_hash) {
    throw Error(ExitCode::refused,
                "mapping file or options make another plan (" + hash + ") than that of run " + run_.id + " (" +
                    run_.plan_hash + ")",
                "resume with the same mapping file and options, or with none");
  }
  if (options_.schema != ImportOptions().schema && options_.schema != run_.target_schema) {
    throw Error(ExitCode::refused,
                "run " + run_.id + " is for schema '" + run_.target_schema + "', not '" + options_.schema + "'");
  }
  check_approvals(options_.approve, options_.require_approvals, run_.plan_hash);
  plan_ = *plan;
  report_plan();
  check_tables_stand();
  record_stop(*session_, run_.id, "");
  spdlog::info("run {}: going on in schema {} of {}", run_.id, run_.staging_schema, target_.display());
}

void ImportRun::check_tables_stand() {
  std::set<std::string> present;
  for (const SchemaObject& object : objects_in(*session_, run_.staging_schema)) present.insert(object.name);
  for (const TableRecord& loaded : ledger_tables(*session_, run_.id)) {
    if (present.contains(loaded.table)) continue;
    throw Error(ExitCode::refused,
                "table " + loaded.table + " is loaded by the ledger, but is not in schema " + run_.staging_schema,
                "the target was changed: --cleanup --run " + run_.id + " and import anew");
  }
}

void ImportRun::load() {
  try {
    load_into_staging();
  } catch (const Error& e) {
    give_up(e);
  }
}

void ImportRun::load_into_staging() {
  const auto started = Clock::now();
  {
    const CancelOnInterrupt guard(*session_);
    create_staging(*session_, plan_, run_);
  }
  std::uint64_t rows = 0;
  for (const TablePlan& table : plan_.tables) rows += table.rows;
  progress_.start("load", plan_.tables.size(), rows);
  const LoadContext context{target_, source_->rows(), plan_, run_, progress_, options_.common.jobs};
  const LoadResult result = run_load(context, *session_, slices_);
  progress_.end();
  load_seconds_ = seconds_since(started);
  report_.extra.emplace_back("load_seconds", nlohmann::json(load_seconds_).dump());
  settle(result);
  source_->rows().check_unchanged();
  check_rows();
  stage();
}

void ImportRun::settle(const LoadResult& result) {
  for (const std::size_t o : result.not_valid) {
    plan_.objects[o].status = ObjectStatus::changed;
    plan_.objects[o].reason = "NOT VALID: rows refer to a row which does not exist";
  }
  report_.objects = plan_.objects;
  if (!result.not_valid.empty()) std::cout << orphan_text(source_->orphans(plan_)) << "\n";
  if (result.refusals.empty()) return;
  const bool orphans = std::ranges::any_of(result.refusals, &Refusal::is_orphan);
  std::cout << refusal_text(plan_, result.refusals) << "\n";
  if (orphans) std::cout << orphan_text(source_->orphans(plan_));
  std::cout << std::flush;
  for (const Refusal& r : result.refusals) report_.warnings.push_back(r.table + ": " + r.message);
  throw Error(ExitCode::refused,
              "PostgreSQL refused " + std::to_string(result.refusals.size()) +
                  (result.refusals.size() == 1 ? " object" : " objects") + "; the target schema is untouched",
              orphans
                  ? "--orphans=not-valid keeps such rows and makes their foreign keys NOT VALID; a mapping file can "
                    "skip an object"
                  : "a mapping file can skip an object or change a type");
}

void ImportRun::check_rows() {
  std::map<std::string, std::uint64_t> loaded;
  for (const TableRecord& r : ledger_tables(session(), run_.id)) loaded[r.table] += r.rows + r.rejected;
  for (const TablePlan& table : plan_.tables) {
    if (loaded[table.target] == table.rows) continue;
    throw Error(ExitCode::source,
                "table '" + table.source + "': " + std::to_string(loaded[table.target]) +
                    " rows were read, the survey counted " + std::to_string(table.rows),
                "the source changed during the run: import a copy, or stop what writes to it");
  }
}

void ImportRun::stage() {
  Transaction transaction(session());
  record_state(*session_, run_.id, RunState::staged, "", "{\"seconds\": " + std::to_string(load_seconds_) + "}");
  transaction.commit();
  run_.state = RunState::staged;
}

void ImportRun::publish_run() {
  report_tables();
  if (options_.stage_only) return;
  const auto started = Clock::now();
  try {
    const CancelOnInterrupt guard(session());
    published_ = publish(*session_, run_, {options_.replace, options_.lock_timeout});
  } catch (const Error& e) {
    const std::string hint =
        joined(e.hint(), "the data stands in " + run_.staging_schema + "; --publish --run " + run_.id + " tries again");
    const int signal = interrupt_signal();
    if (signal == 0) throw Error(e.code(), e.what(), hint);
    throw Error(signal == SIGINT ? ExitCode::interrupted : ExitCode::terminated, "interrupted while publishing", hint);
  }
  report_.extra.emplace_back("publish_seconds", nlohmann::json(seconds_since(started)).dump());
  run_.state = RunState::published;
}

int ImportRun::close() {
  report_unvalidated();
  for (const std::string& warning : published_.warnings) spdlog::warn("{}", warning);
  report_.warnings.insert(report_.warnings.end(), published_.warnings.begin(), published_.warnings.end());
  report_.verdict = "done";
  std::cout << closing_table(plan_, ledger_tables(session(), run_.id), load_seconds_) << "\n";
  if (const std::string objects = object_text(plan_); !objects.empty()) std::cout << objects << "\n";
  if (run_.state == RunState::published) {
    std::cout << "run " << run_.id << ": published to schema " << run_.target_schema;
    if (!published_.old_schema.empty()) std::cout << "; what stood there is in " << published_.old_schema;
    std::cout << "\n";
  } else {
    std::cout << "run " << run_.id << ": staged in schema " << run_.staging_schema << "; --publish moves it to schema "
              << run_.target_schema << "\n";
  }
  std::cout << std::flush;
  return 0;
}

Session& ImportRun::session() {
  for (int attempt = 1;; ++attempt) {
    try {
      if (!session_) {
        session_ = std::make_unique<Session>(target_, "import");
        check_server(*session_, run_.target_schema);
        lock_run(*session_, run_.id);
      }
      session_->execute("SELECT 1");
      return *session_;
    } catch (const TargetError& e) {
      session_.reset();
      if (!e.transient() || attempt > retry_limit) throw;
      wait_for_retry(retry_delay(attempt), StopFlag());
    }
  }
}

void ImportRun::give_up(const Error& error) {
  progress_.end();
  const auto* server = dynamic_cast<const TargetError*>(&error);
  if (error.code() == ExitCode::refused || (server != nullptr && is_refusal(*server))) {
    discard(error.what());
    throw Error(ExitCode::refused, error.what(), error.hint());
  }
  try {
    record_stop(session(), run_.id, error.what());
  } catch (const Error& e) {
    spdlog::debug("the stop could not be recorded: {}", e.what());
  }
  const ExitCode code = error.code() == ExitCode::target ? ExitCode::partial : error.code();
  throw Error(code, error.what(), joined(error.hint(), resume_hint(run_.id)));
}

void ImportRun::discard(const std::string& reason) {
  try {
    drop_schema(session(), run_.staging_schema);
    Transaction transaction(*session_);
    record_state(*session_, run_.id, RunState::failed, reason, "{}");
    transaction.commit();
  } catch (const Error& e) {
    spdlog::warn("schema {} could not be dropped: {}; --cleanup --run {} does it later", run_.staging_schema, e.what(),
                 run_.id);
  }
}

void ImportRun::report_plan() {
  report_.objects = plan_.objects;
  report_.misfits = plan_.misfits;
  report_.warnings = plan_.warnings;
  report_.extra.emplace_back("plan_hash", nlohmann::json(run_.plan_hash).dump());
  report_.extra.emplace_back("target", nlohmann::json(options_.target.empty() ? "" : target_.display()).dump());
  for (const TablePlan& table : plan_.tables) {
    ReportTable& t = report_.tables.emplace_back();
    t.source = table.source;
    t.target = table.target;
    t.rows_source = table.rows;
    t.columns = report_columns(table);
  }
}

void ImportRun::report_tables() {
  std::uint64_t rejected = 0;
  for (ReportTable& table : report_.tables) {
    table.rows_target = 0;
    table.verdict = "done";
    table.bytes = 0;
    table.seconds = 0;
  }
  for (const TableRecord& r : ledger_tables(session(), run_.id)) {
    const auto table = std::ranges::find(report_.tables, r.table, &ReportTable::target);
    rejected += r.rejected;
    if (table == report_.tables.end()) continue;
    *table->rows_target += r.rows;
    table->bytes += r.bytes;
    table->seconds += r.seconds;
  }
  report_.extra.emplace_back("staging_schema", nlohmann::json(run_.staging_schema).dump());
  report_.extra.emplace_back("rejected_rows", std::to_string(rejected));
  if (rejected == 0) return;
  report_.warnings.push_back(std::to_string(rejected) + " rows were set aside in lite2pg.rejected_row");
  spdlog::warn("{}", report_.warnings.back());
}

void ImportRun::report_unvalidated() {
  const std::string schema = run_.state == RunState::published ? run_.target_schema : run_.staging_schema;
  for (const std::string& statement : validate_statements(session(), schema)) {
    report_.warnings.push_back("foreign key not validated; once its rows are settled: " + statement);
    spdlog::warn("{}", report_.warnings.back());
  }
}

std::string ImportRun::slices_json() const { return nlohmann::json{{"slices", slices_}}.dump(); }

}  // namespace lite2pg
