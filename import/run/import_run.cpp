#include "import/run/import_run.h"

#include <csignal>
#include <nlohmann/json.hpp>

#include "common/console/log.h"
#include "common/console/logging.h"
#include "common/elapsed.h"
#include "common/files.h"
#include "common/interrupt.h"
#include "common/memory.h"
#include "common/text.h"
#include "common/version.h"
#include "import/catalog/event_triggers.h"
#include "import/existing/constraint_asking.h"
#include "import/existing/server_reading.h"
#include "import/existing/violating_rows.h"
#include "import/ledger/recorded_shape.h"
#include "import/ledger/run_lock.h"
#include "import/ledger/schema.h"
#include "import/ledger/writer.h"
#include "import/load/estimate.h"
#include "import/publish/staging_schema.h"
#include "import/run/application.h"
#include "import/run/approval.h"
#include "import/run/end.h"
#include "import/run/hook_vetoes.h"
#include "import/run/live.h"
#include "import/run/plan_check.h"
#include "import/run/preflight.h"
#include "import/run/rehearsal.h"
#include "import/run/report.h"
#include "import/run/settings.h"
#include "import/run/stopped_run.h"
#include "import/run/text.h"
#include "mapping/choice/trial.h"
#include "mapping/documents/describe_plan.h"
#include "mapping/documents/plan_sql.h"
#include "mapping/planning/open_foreign_keys.h"

namespace lite2pg {
namespace {

using Clock = std::chrono::steady_clock;

void report_seconds(Report& report, const char* phase, double seconds) {
  report.facts.set(std::string(phase) + "_seconds", seconds);
}

/// What the copy of a live source cost those who write to it.
void tell_copied(Report& report, const Say& say, const std::string& source, double seconds, bool wal) {
  const std::string cost = wal ? "; no writer waited" : ", in which writers could not commit";
  say(source + ": copied in " + human_seconds(seconds) + cost + "\n");
  report_seconds(report, "copy", seconds);
  report_seconds(report, "writers_blocked", wal ? 0 : seconds);
}

std::unique_ptr<LoadStrategy> strategy_for(const ImportOptions& options) {
  return options.existing ? make_existing_strategy(options) : make_staged_strategy(options);
}

/// The run stays staged: what to do, and the code of the signal when one ended it.
Error publish_error(const Error& e, const RunRecord& run, bool replace) {
  const std::string hint = joined(e.hint(), "the data stands in " + run.staging_schema + "; --publish --run " + run.id +
                                                (replace ? " --replace" : "") + " tries again");
  const int signal = interrupt_signal();
  if (signal == 0) return {e.code(), e.what(), hint};
  return {signal == SIGINT ? ExitCode::interrupted : ExitCode::terminated, "interrupted while publishing", hint};
}

}  // namespace

ImportRun::ImportRun(const ImportOptions& options, Progress& progress, Report& report, RunMonitor& monitor, Say say)
    : ImportRun(options, progress, report, monitor, std::move(say), target_of(options)) {}

ImportRun::ImportRun(const ImportOptions& options, Progress& progress, Report& report, RunMonitor& monitor, Say say,
                     const Target& target)
    : strategy_(strategy_for(options)),
      parts_{options,
             progress,
             report,
             monitor,
             std::move(say),
             Window(options.window),
             target,
             LeadingSession(target, options.retries, [this](Session& session) { strategy_->check_server(session); })},
      options_(options),
      report_(report) {}

/// A file that was cut or written while it was read looks like one with damage, or with rows that fit nowhere.
void ImportRun::reading(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& e) {
    if (e.code() == ExitCode::source || e.code() == ExitCode::refused) parts_.source->rows().check_unchanged();
    throw;
  }
}

int ImportRun::import() {
  const ObjectsAtTheEnd objects(parts_.plan, report_);
  open_source();
  tell_application(parts_.source->rows().schema(), options_, report_, parts_.say);
  open_target();
  reading([this] { make_plan(); });
  if (options_.dry_run) return show_plan();
  reading([this] { check_plan(); });
  if (options_.rehearse) return rehearse();
  begin();
  load();
  publish();
  return close();
}

int ImportRun::resume() {
  const ObjectsAtTheEnd objects(parts_.plan, report_);
  open_source();
  open_target();
  reading([this] { find_stopped_run(); });
  if (parts_.run.state == RunState::published) return say_published();
  if (parts_.run.state == RunState::loading) load();
  publish();
  return close();
}

void ImportRun::open_source() {
  if (!options_.live) {
    parts_.source = std::make_unique<ImportSource>(options_.source, options_.common);
    return;
  }
  const auto started = Clock::now();
  if (options_.common.snapshot.empty()) copy_ = std::make_unique<LiveCopy>(options_.source, "");
  parts_.source = std::make_unique<ImportSource>(copy_ ? copy_->path() : options_.source, options_.common);
  const double seconds = copy_ ? copy_->seconds() : seconds_since(started);
  tell_copied(report_, parts_.say, options_.source, seconds, parts_.source->rows().schema().file.journal_mode == "wal");
}

void ImportRun::open_target() {
  if (options_.target.empty()) return;  // a dry run
  Session& session = parts_.session.connect();
  if (!options_.dry_run) probe_server(session, report_, options_.staging_schema, options_.schema);
  catalog_ = strategy_->read_target(session, parts_.source->rows().schema());
  if (options_.task == ImportTask::resume) return;
  for (const std::string& line : unfinished_runs(ledger_runs(session))) log_warn("{}", line);
}

void ImportRun::make_plan() {
  const RunMonitor::Phase phase(parts_.monitor, "survey");
  const auto started = Clock::now();
  parts_.plan = parts_.source->make_plan(options_, parts_.progress, catalog_);
  if (options_.existing)
    check_on_server(parts_.session.get(), parts_.source->rows(), parts_.plan, *catalog_, {!options_.rehearse});
  settle_plan();
  parts_.run.plan_hash = hash_of(parts_.plan);
  parts_.run.source_path = options_.source;
  parts_.run.source_fingerprint = parts_.plan.source_fingerprint;
  parts_.run.target_schema = options_.schema;
  report_plan(report_, parts_.plan, options_.target.empty() ? "" : parts_.target.display());
  report_run(report_, parts_.run, parts_.target);
  report_readers(report_, parts_.source->rows());
  report_seconds(report_, "survey", seconds_since(started));
  if (!options_.sql_out.empty()) write_file(options_.sql_out, plan_sql(parts_.plan, options_.schema), "SQL");
  if (!options_.plan_out.empty()) write_file(options_.plan_out, to_json(parts_.plan), "plan");
}

/// What options of this command change in a plan.
void ImportRun::settle_plan() {
  if (options_.validate_fks_later) leave_foreign_keys_open(parts_.plan);
  if (!options_.schema_only) return;
  report_.facts.set("schema_only", true);
  for (TablePlan& table : parts_.plan.tables) table.rows = table.bytes = 0;
}

int ImportRun::show_plan() {
  const Plan& plan = parts_.plan;
  const auto orphans = carried_orphans(plan, source_orphans());
  const Estimate estimate = estimate_of(plan, options_.common.jobs);
  parts_.say("Load: " + describe(estimate, options_.common.jobs) + "\n\n");
  report_estimate(estimate.seconds, estimate.bytes(), report_);
  if (!orphans.empty()) parts_.say(orphan_text(orphans) + "\n");
  auto aside = orphans_to_set_aside(*parts_.source, plan);
  parts_.say(aside_text(aside));
  bool holds = true;
  if (parts_.session.connected()) {
    parts_.say(strategy_->preview(parts_));
    if (options_.existing && !options_.rehearse && !options_.schema_only) holds = hold_constraints(aside);
  }
  parts_.say(describe(plan));  // with misfits; its last line is the hash, or what settles them
  const bool refused_orphans = !orphans.empty() && plan.options.orphans == OrphanPolicy::fail;
  const bool refused = refused_orphans || !plan.misfits.empty() || !holds;
  if (parts_.session.connected()) {
    strategy_->check_target(parts_);
    check_room(parts_.session.get(), estimate, options_, parts_.window);
    warn_of_sessions();
  }
  check_strict(plan, parts_.say);
  if (refused) {
    throw Error(ExitCode::refused, "an import by this plan would be refused",
                holds ? "settle what is listed above"
                      : "settle what is listed above; rows that violate constraints are set aside by the lines for a "
                        "mapping file, mended in the source, or left out by --where");
  }
  report_.verdict = Verdict::done;
  return 0;
}

/// Whether the rows hold what the target's constraints ask for, as far as the server can say before the load.
bool ImportRun::hold_constraints(OrphansByTable& aside) {
  const Plan plan = as_offered(parts_.plan);
  const ConstraintAnswers answers = set_violating_aside(constraint_question(plan), rejecting_tables(plan), aside);
  parts_.say(violating_text(aside));
  if (const std::string text = unasked_text(answers.unasked); !text.empty()) parts_.say(text + "\n");
  if (!answers.unasked.empty()) report_.warnings.push_back(unasked_text(answers.unasked));
  tell_violations(answers.violations);
  if (!answers.violations.empty() && options_.ledger) offer_lines(plan, aside);
  return answers.violations.empty();
}

/// Looked for once.
const std::vector<Orphans>& ImportRun::source_orphans() {
  if (!orphans_) orphans_ = parts_.source->orphans(parts_.plan);
  return *orphans_;
}

ConstraintQuestion ImportRun::constraint_question(const Plan& plan) {
  std::optional<std::vector<Orphans>> known;  // An archive cannot be asked.
  if (parts_.source->file() != nullptr) known = source_orphans();
  return {parts_.session.get(),
          parts_.source->rows(),
          plan,
          options_.schema,
          options_.append ? AskedRows::beside_others : AskedRows::alone,
          std::move(known)};
}

/// The lines that set rows aside, where that settles all of it: it is done here as a run with them would.
void ImportRun::offer_lines(const Plan& plan, OrphansByTable& aside) {
  std::set<std::string> all;
  for (const TablePlan& table : plan.tables) all.insert(table.target);
  if (!set_violating_aside(constraint_question(plan), all, aside).violations.empty()) return;
  for (MisfitReport& rows : violating_rows(plan, aside)) {
    report_.misfits.push_back(ReportMisfit{rows});
    parts_.plan.misfits.push_back(std::move(rows));
  }
}

/// As the dry run said.
void ImportRun::set_violating_rows_aside() {
  const auto tables = rejecting_tables(parts_.plan);
  if (tables.empty()) return;
  if (!options_.ledger) {
    throw Error(ExitCode::usage, "on_violation = \"reject\" needs the ledger",
                "such rows are kept there: leave out --ledger none");
  }
  const ConstraintAnswers left = set_violating_aside(constraint_question(parts_.plan), tables, parts_.orphans);
  parts_.say(violating_text(parts_.orphans));
  if (left.violations.empty() || options_.rehearse) return;  // A rehearsal lists them itself.
  tell_violations(left.violations);
  throw Error(ExitCode::refused, "constraints of the target would not hold; nothing was written",
              "--dry-run offers lines for the mapping file");
}

void ImportRun::tell_violations(const std::vector<Violations>& violations) {
  for (const Violations& v : violations) report_.warnings.push_back(violations_text({v}));
  if (violations.empty()) return;
  parts_.say("Constraints of the target that the rows violate:\n\n" + violations_text(violations) + "\n");
}

int ImportRun::rehearse() {
  const RunMonitor::Phase phase(parts_.monitor, "rehearsal");
  parts_.run.id = new_run_id();
  std::uint64_t rows = 0;
  for (const TablePlan& table : parts_.plan.tables) rows += table.rows;
  parts_.progress.start("rehearsal", parts_.plan.tables.size(), rows);
  const auto violations = rehearse_load(parts_);
  parts_.progress.end();
  parts_.source->rows().check_unchanged();
  tell_violations(violations);
  if (!violations.empty()) {
    throw Error(ExitCode::refused,
                std::to_string(violations.size()) + (violations.size() == 1 ? " constraint does" : " constraints do") +
                    " not hold with the rows of the source; nothing was kept",
                "mend the rows in the source, or change the constraints in the target");
  }
  parts_.say("rehearsed: every row loads and every constraint holds; nothing was kept\n");
  report_.verdict = Verdict::done;
  return 0;
}

void ImportRun::check_plan() {
  check_misfits(parts_.plan, parts_.say);
  check_strict(parts_.plan, parts_.say);
  check_approvals(options_.approve, options_.require_approvals, parts_.run.plan_hash);
  strategy_->check_target(parts_);
  check_orphans(*parts_.source, parts_.plan, parts_.say);
  if (!options_.schema_only) parts_.orphans = orphans_to_set_aside(*parts_.source, parts_.plan);
  if (options_.existing && !options_.schema_only) set_violating_rows_aside();
  check_room(parts_.session.get(), estimate_of(parts_.plan, options_.common.jobs), options_, parts_.window);
  warn_of_sessions();
  for (const std::string& warning : parts_.plan.warnings) log_warn("{}", warning);
}

void ImportRun::warn_of_sessions() {
  for (const std::string& line : sessions_in_use_of(parts_.session.get(), options_.schema)) warn(report_, line);
  for (const std::string& line : event_triggers(parts_.session.get()))
    warn(report_, line + ": it fires at statements of this run");
}

void ImportRun::begin() {
  RunRecord& run = parts_.run;
  run.id = new_run_id();
  run.source_fingerprint = parts_.source->rows().fingerprint().content;
  run.tool_version = version();
  strategy_->describe(parts_);
  parts_.monitor.know(run);
  parts_.monitor.ask({"before-load", ""}, plan_facts(parts_.plan));
  if (options_.ledger) ensure_ledger(parts_.session.get());
  // A lock on a row asks for the row.
  const bool record_first = !parts_.target.can(Capability::advisory_locks);
  if (record_first) record_begin();
  lead();
  if (!record_first) record_begin();
  forget_census();
  log_info("run {}: loading into schema {} of {}", run.id,
           run.staging_schema.empty() ? run.target_schema : run.staging_schema, parts_.target.display());
}

/// It is in the ledger; what follows needs the plan alone.
void ImportRun::forget_census() {
  parts_.plan.census = {};
  give_back_memory();
}

void ImportRun::record_begin() {
  if (!options_.ledger) return;
  const RunRecord& run = parts_.run;
  Session& session = parts_.session.get();
  Transaction transaction(session);
  if (has_given_staging(run)) claim_staging(session, run);
  record_run(session, run, parts_.plan);
  // Tables that stand there: as the load shall leave them.
  if (run.staging_schema.empty()) record_shape(session, run.id, parts_.plan, run.target_schema);
  transaction.commit();
}

void ImportRun::find_stopped_run() {
  Session& session = parts_.session.get();
  RunRecord& run = parts_.run = stopped_run(session, options_);
  lead();
  run = state_now(parts_.session.get(), run);
  if (run.state == RunState::staged) refuse_live(run);
  check_same_source(run, options_, parts_.source->rows().fingerprint().content);
  parts_.plan = same_plan(parts_.session.get(), run, options_);
  forget_census();
  if (parts_.source->file() != nullptr) parts_.source->keep_only(parts_.plan.options.where);
  parts_.orphans = orphans_to_set_aside(*parts_.source, parts_.plan);
  report_plan(report_, parts_.plan, parts_.target.display());
  report_run(report_, run, parts_.target);
  report_readers(report_, parts_.source->rows());
  if (run.state == RunState::published) return;
  end_left_sessions(parts_.session.get(), run.id);
  strategy_->take_up(parts_);
  parts_.monitor.know(run);
  settle_vetoes(parts_.session.get(), run, parts_.monitor.hooks());
  record_stop(parts_.session.get(), run.id, "");
  if (run.state == RunState::loading) parts_.monitor.ask({"before-load", ""}, plan_facts(parts_.plan));
  log_info("run {}: going on in schema {} of {}", run.id, run.staging_schema, parts_.target.display());
}

void ImportRun::lead() {
  report_.run = parts_.run.id;
  set_log_context("run", parts_.run.id);
  if (options_.ledger) parts_.session.lead(parts_.run.id);
  server_before_ = server_facts(parts_.session.get());
}

void ImportRun::load() {
  const RunMonitor::Phase phase(parts_.monitor, "load");
  const auto started = Clock::now();
  try {
    std::uint64_t rows = 0;
    for (const TablePlan& table : parts_.plan.tables) rows += table.rows;
    parts_.progress.start("load", parts_.plan.tables.size(), rows);
    reading([this] { strategy_->load(parts_); });
    parts_.progress.end();
  } catch (const Error& e) {
    parts_.progress.end();
    throw strategy_->end_early(parts_, e);
  }
  parts_.load_seconds = seconds_since(started);
  report_seconds(report_, "load", parts_.load_seconds);
}

void ImportRun::publish() {
  if (parts_.loaded.empty()) {
    parts_.loaded = parts_.session.run([&](Session& session) { return ledger_tables(session, parts_.run.id); });
  }
  report_loaded(report_, parts_.run, parts_.loaded);
  if (options_.stage_only || settings_of(parts_.run).live) return;
  const RunMonitor::Phase phase(parts_.monitor, "publish");
  const auto started = Clock::now();
  try {
    if (parts_.run.state != RunState::published && !parts_.window.fits(0)) {
      throw Error(ExitCode::partial, "the window is over; all is loaded, nothing is published");
    }
    strategy_->publish(parts_);
  } catch (const Error& e) {
    throw publish_error(e, parts_.run, options_.replace);
  }
  report_seconds(report_, "publish", seconds_since(started));
  parts_.run.state = RunState::published;
  parts_.monitor.tell("after-publish", plan_facts(parts_.plan));
}

int ImportRun::say_published() {
  const RunRecord& run = parts_.run;
  report_loaded(report_, run, ledger_tables(parts_.session.get(), run.id));
  report_.verdict = Verdict::done;
  parts_.say("run " + run.id + " is published to schema " + run.target_schema + ": nothing is left to do\n");
  return 0;
}

int ImportRun::close() {
  report_.verdict = Verdict::done;
  parts_.say(closing_table(parts_.plan, parts_.loaded, parts_.load_seconds) + "\n" + last_words());
  return 0;
}

/// All is done by now: a connection that is lost while the server is asked about it makes no error of that.
std::string ImportRun::last_words() {
  try {
    return parts_.session.run([&](Session&) {
      const std::string text = strategy_->closing(parts_);  // May connect again: the session before it is gone then.
      return report_server(report_, parts_.session.get(), server_before_) + text;
    });
  } catch (const TargetError& e) {
    warn(report_, std::string("the run is done, but the server could not be asked about it any more: ") + e.what());
    return "run " + parts_.run.id + ": done\n";
  }
}

}  // namespace lite2pg
