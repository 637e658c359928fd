#include "import/run/existing_run.h"

#include <spdlog/spdlog.h>

#include <chrono>
#include <iostream>
#include <nlohmann/json.hpp>

#include "common/files.h"
#include "common/logging.h"
#include "common/version.h"
#include "import/ledger/audit.h"
#include "import/ledger/run_lock.h"
#include "import/ledger/schema.h"
#include "import/ledger/writer.h"
#include "import/postgres/target_catalog.h"
#include "import/run/approval.h"
#include "import/run/existing_objects.h"
#include "import/run/preflight.h"
#include "import/run/publish.h"
#include "import/run/report.h"
#include "import/run/text.h"
#include "mapping/documents/describe_plan.h"
#include "mapping/planning/make_plan.h"

namespace lite2pg {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

void report_seconds(Report& report, const char* phase, double seconds) {
  report.extra.emplace_back(std::string(phase) + "_seconds", nlohmann::json(seconds).dump());
}

}  // namespace

ExistingRun::ExistingRun(const ImportOptions& options, Progress& progress, Report& report)
    : options_(options), progress_(progress), report_(report), target_{options.target} {}

int ExistingRun::import() {
  open();
  make_plan();
  if (options_.dry_run) return show_plan();
  check_plan();
  check_target();
  begin();
  try {
    const ExistingLoadResult result = load_rows();
    return close(result);
  } catch (const Error& e) {
    progress_.end();
    note_failure(e);
    throw;
  }
}

void ExistingRun::open() {
  source_ = std::make_unique<ImportSource>(options_.source, options_.common.jobs);
  session_ = std::make_unique<Session>(target_, "import");
  check_server_for_existing(*session_, options_.ledger && !options_.dry_run);
  catalog_ = read_target_catalog(*session_, options_.schema);
}

void ExistingRun::make_plan() {
  const auto started = Clock::now();
  plan_ = source_->make_plan(options_, progress_, &catalog_);
  run_.plan_hash = hash_of(plan_);
  report_plan(report_, plan_, run_.plan_hash, target_.display());
  report_seconds(report_, "survey", seconds_since(started));
  if (!options_.plan_out.empty()) write_file(options_.plan_out, to_json(plan_), "plan");
}

int ExistingRun::show_plan() {
  std::cout << describe(plan_) << "\n"
            << misfit_text(plan_.misfits) << "\nplan " << run_.plan_hash << "\n"
            << std::flush;
  check_target();
  if (!plan_.misfits.empty()) {
    throw Error(ExitCode::refused, "an import by this plan would be refused", "settle what is listed above");
  }
  report_.verdict = "done";
  return 0;
}

void ExistingRun::check_plan() {
  if (!plan_.misfits.empty()) {
    std::cout << misfit_text(plan_.misfits) << std::flush;
    throw Error(ExitCode::refused,
                std::to_string(plan_.misfits.size()) + (plan_.misfits.size() == 1 ? " thing does" : " things do") +
                    " not fit the target's tables; nothing was written",
                "use the mapping lines above, --on-misfit=reject, or change the target's columns");
  }
  check_approvals(options_.approve, options_.require_approvals, run_.plan_hash);
  for (const std::string& warning : plan_.warnings) spdlog::warn("{}", warning);
}

void ExistingRun::check_target() {
  if (const auto others = tables_of_others(session(), plan_, options_.schema); !others.empty()) {
    throw Error(ExitCode::target, "the role does not own tables of the target: " + name_list(others),
                "connect as their owner, or GRANT the owner's role to this one");
  }
  if (options_.truncate || options_.append) return;
  if (const auto filled = filled_tables(session(), plan_, options_.schema); !filled.empty()) {
    throw Error(ExitCode::refused, "tables that hold rows already: " + name_list(filled),
                "--truncate empties them first, --append adds to them; --exclude leaves tables out");
  }
}

void ExistingRun::begin() {
  run_.id = new_run_id();
  run_.target_schema = options_.schema;
  run_.source_path = options_.source;
  run_.source_fingerprint = source_->rows().fingerprint().content;
  run_.tool_version = version();
  run_.settings = nlohmann::json{{"existing", options_.truncate ? "truncate"
                                              : options_.append ? "append"
                                                                : "empty"}}
                      .dump();
  report_.run = run_.id;
  set_log_context("run", run_.id);
  if (!options_.ledger) return;
  ensure_ledger(session());
  lock_run(*session_, run_.id);
  Transaction transaction(*session_);
  record_run(*session_, run_, to_json(plan_));
  transaction.commit();
}

ExistingLoadResult ExistingRun::load_rows() {
  std::uint64_t rows = 0;
  for (const TablePlan& table : plan_.tables) rows += table.rows;
  progress_.start("load", plan_.tables.size(), rows);
  const auto started = Clock::now();
  const LoadContext context{target_, source_->rows(), plan_, run_, progress_, 1};
  const ExistingLoadOptions how{options_.schema,
                                options_.truncate,
                                options_.append,
                                options_.ledger,
                                options_.lock_timeout,
                                options_.retries,
                                [this](const std::vector<TableRecord>& loaded) { check_rows(loaded); }};
  try {
    ExistingLoadResult result = load_existing(context, catalog_, session(), how);
    progress_.end();
    load_seconds_ = seconds_since(started);
    report_seconds(report_, "load", load_seconds_);
    return result;
  } catch (const BrokenKeys& e) {
    std::cout << refusal_text(plan_, e.refusals()) << "\n" << orphan_text(source_->orphans(plan_)) << std::flush;
    for (const Refusal& r : e.refusals()) report_.warnings.push_back(r.table + ": " + r.message);
    throw;
  } catch (const TargetError& e) {
    if (!is_refusal(e)) throw;
    throw Error(ExitCode::refused, std::string(e.what()) + "; the target is as it was", e.hint());
  }
}

/// Before the COMMIT.
void ExistingRun::check_rows(const std::vector<TableRecord>& loaded) {
  source_->rows().check_unchanged();
  for (std::size_t t = 0; t < plan_.tables.size(); ++t) {
    const TablePlan& table = plan_.tables[t];
    if (loaded[t].rows + loaded[t].rejected == table.rows) continue;
    throw Error(ExitCode::source,
                "table '" + table.source + "': " + std::to_string(loaded[t].rows + loaded[t].rejected) +
                    " rows were read, the survey counted " + std::to_string(table.rows),
                "the source changed during the run: import a copy, or stop what writes to it");
  }
}

int ExistingRun::close(const ExistingLoadResult& result) {
  run_.state = RunState::published;
  if (options_.ledger) add_event(session(), run_.id, name_of(RunState::published), run_.settings);
  report_loaded(report_, run_, result.tables);
  for (const std::string& key : result.not_valid) warn(report_, "foreign key not validated: " + key);
  report_.verdict = "done";
  std::cout << closing_table(plan_, result.tables, load_seconds_) << "\n";
  std::cout << result.keys << " foreign keys hold again, " << result.triggers << " triggers are on again, "
            << result.sequences << " sequences are set\n";
  std::cout << "run " << run_.id << ": loaded into the tables of schema " << options_.schema << "\n" << std::flush;
  return 0;
}

void ExistingRun::note_failure(const Error& error) {
  if (!options_.ledger || run_.state == RunState::published) return;
  try {
    Session& leading = session();
    Transaction transaction(leading);
    record_state(leading, run_.id, RunState::failed, error.what(), "{}");
    transaction.commit();
  } catch (const Error& e) {
    spdlog::debug("the end could not be recorded: {}", e.what());
  }
}

Session& ExistingRun::session() {
  try {
    if (session_) session_->execute("SELECT 1");
  } catch (const TargetError& e) {
    if (!e.transient()) throw;
    session_.reset();
  }
  if (!session_) session_ = std::make_unique<Session>(target_, "import");
  return *session_;
}

}  // namespace lite2pg
