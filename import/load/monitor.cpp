#include "import/load/monitor.h"

#include <nlohmann/json.hpp>

#include "common/console/log.h"
#include "common/console/logging.h"
#include "common/files.h"
#include "common/interrupt.h"
#include "common/text.h"

namespace lite2pg {
namespace {

std::chrono::milliseconds in_milliseconds(double seconds) {
  return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

}  // namespace

RunMonitor::RunMonitor(MonitorSettings settings)
    : settings_(std::move(settings)),
      hooks_(settings_.hook_dir, in_milliseconds(settings_.hook_timeout)),
      trace_(settings_.tool, environment_value("TRACEPARENT")),
      run_span_(trace_.begin(settings_.task)),
      facts_{{"task", settings_.task}, {"source", settings_.source}, {"schema", settings_.schema}},
      watch_(
          settings_.slow_after, [this](const SlowWork& work) { slow(work); },
          [this](const SlowWork& work) { slow_end(work); }) {
  if (!settings_.target.empty()) facts_["target"] = Target{settings_.target}.display();
}

void RunMonitor::know(const HookFacts& facts) {
  const std::scoped_lock lock(lock_);
  for (const auto& [key, value] : facts) facts_[key] = value;
}

void RunMonitor::know(const RunRecord& run) {
  run_ = run.id;
  know({{"run", run.id},
        {"plan_hash", run.plan_hash},
        {"source", run.source_path},
        {"schema", run.target_schema},
        {"staging_schema", run.staging_schema}});
  trace_.annotate(run_span_, "lite2pg.run", run.id);
  trace_.annotate(run_span_, "lite2pg.plan_hash", run.plan_hash);
}

bool RunMonitor::call(const std::string& hook, const HookFacts& more, std::string& veto, int known_signal) {
  HookFacts facts;
  {
    const std::scoped_lock lock(lock_);
    facts = facts_;
    facts["phase"] = phase_;
  }
  for (const auto& [key, value] : more) facts[key] = value;
  return hooks_.run(hook, facts, veto, known_signal);
}

void RunMonitor::ask(const HookQuestion& question, const HookFacts& more, const Recorder& record) {
  if (!hooks_.has(question.hook)) return;
  std::string veto;
  const bool passed = call(question.hook, more, veto, 0);
  if (!passed) throw_if_interrupted();
  try {
    if (record) record(passed ? hook_passed_sql(run_, question) : hook_vetoed_sql(run_, question));
  } catch (const TargetError& e) {
    log_warn("the answer of hook {} is not recorded: {}; a resumed run asks again", question.hook, e.what());
  }
  if (passed) return;
  const bool nothing_written = settings_.in_one_transaction || question.hook == "before-repair" ||
                               (question.hook == "before-load" && settings_.fresh);
  throw Error(nothing_written ? ExitCode::refused : ExitCode::partial, veto + ": it vetoes",
              nothing_written ? "nothing was written" : "settle what the hook found");
}

void RunMonitor::ask_after_table(const TablePlan& plan, const TableRecord& loaded, const Recorder& record) {
  ask({"after-table", plan.target},
      {{"table", plan.source},
       {"target_table", plan.target},
       {"rows_source", plan.rows},
       {"rows_target", loaded.rows},
       {"rejected", loaded.rejected},
       {"bytes", loaded.bytes},
       {"seconds", loaded.seconds}},
      record);
}

void RunMonitor::tell(const std::string& hook, const HookFacts& more) noexcept {
  try {
    std::string trouble;
    if (!call(hook, more, trouble, interrupt_signal())) log_warn("{}", trouble);
  } catch (const std::exception& e) {
    log_warn("hook {}: {}", hook, e.what());
  }
}

void RunMonitor::slow(const SlowWork& work) {
  const LogScope scope("table", work.table);
  log_warn("{} has taken {} so far", work.what, human_seconds(work.seconds));
  tell("on-slow", {{"statement", work.what}, {"table", work.table}, {"seconds", work.seconds}});
}

void RunMonitor::slow_end(const SlowWork& work) {
  const std::scoped_lock lock(lock_);
  slow_.push_back(work);
}

nlohmann::ordered_json RunMonitor::slow_json() const {
  const std::scoped_lock lock(lock_);
  auto list = nlohmann::ordered_json::array();
  for (const SlowWork& w : slow_) list.push_back({{"statement", w.what}, {"table", w.table}, {"seconds", w.seconds}});
  return list;
}

nlohmann::ordered_json RunMonitor::timeline_json() { return lite2pg::timeline_json(trace_.timeline(run_span_)); }

void RunMonitor::finish(int exit_code, const std::string& error) {
  trace_.annotate(run_span_, "lite2pg.exit_code", std::int64_t{exit_code});
  trace_.end(run_span_, error);
  const std::string endpoint = environment_value("OTEL_EXPORTER_OTLP_ENDPOINT");
  if (settings_.trace.empty() && endpoint.empty()) return;
  constexpr long post_seconds = 5;
  const std::string body = trace_.otlp_json();
  if (!endpoint.empty()) {
    if (const std::string trouble = post_trace(endpoint, body, post_seconds); !trouble.empty()) {
      log_warn("{}", trouble);
    }
  }
  if (!settings_.trace.empty()) write_file(settings_.trace, body + "\n", "trace");
}

RunMonitor::Phase::Phase(RunMonitor& monitor, const std::string& name)
    : monitor_(monitor), span_(monitor.trace_, name, monitor.run_span_) {
  set_log_context("phase", name);
  const std::scoped_lock lock(monitor_.lock_);
  monitor_.phase_ = name;
  monitor_.phase_span_ = span_.id();
}

RunMonitor::Phase::~Phase() {
  const std::scoped_lock lock(monitor_.lock_);
  monitor_.phase_span_ = monitor_.run_span_;
}

RunMonitor::Work::Work(RunMonitor* monitor, const std::string& what, const std::string& table)
    : log_("table", table), watch_(monitor == nullptr ? nullptr : &monitor->watch_, what, table) {
  if (monitor == nullptr) return;
  std::string parent;
  {
    const std::scoped_lock lock(monitor->lock_);
    parent = monitor->phase_span_;
  }
  span_ = std::make_unique<SpanScope>(monitor->trace_, what, parent);
  if (!table.empty()) span_->annotate("lite2pg.table", table);
}

void RunMonitor::Work::loaded(const TableRecord& record) {
  if (!span_) return;
  span_->annotate("lite2pg.rows", static_cast<std::int64_t>(record.rows));
  span_->annotate("lite2pg.rejected", static_cast<std::int64_t>(record.rejected));
  span_->annotate("lite2pg.bytes", static_cast<std::int64_t>(record.bytes));
}

}  // namespace lite2pg
