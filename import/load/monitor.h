// What a run tells the world while it works: phases and tables in log lines and spans, hooks, slow work.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "common/console/log_scope.h"
#include "common/telemetry/hook.h"
#include "common/telemetry/trace.h"
#include "import/ledger/hook_answers.h"
#include "import/ledger/ledger.h"
#include "import/load/work_watch.h"

namespace lite2pg {

/// What a monitor is told of its run and of what the operator wishes; lengths of time in seconds.
struct MonitorSettings {
  std::string task;  ///< "import", "resume", "publish" or "rollback"; of sync: "sync", "repair", "undo", "back".
  std::string source, target, schema;
  std::string hook_dir;  ///< Empty: no hooks.
  double hook_timeout = 60;
  double slow_after = 60;           ///< After which a table or statement counts as slow; 0: never.
  std::string trace;                ///< File for the spans as OTLP JSON; empty: none.
  bool fresh = true;                ///< Nothing is written before the first hook is asked.
  bool in_one_transaction = false;  ///< A veto undoes all that was done.
  std::string tool = "lite2pg-import";
};

/// One a process. Any thread, but for know(), phase() and finish(), which the run's own thread calls.
class RunMonitor {
 public:
  /// Runs the statements in one transaction: how an answer gets into the ledger.
  using Recorder = std::function<void(const std::vector<std::string>& statements)>;

  /// Honours TRACEPARENT. Throws Error(usage) for a hook folder that is not there, or in which something is wrong.
  explicit RunMonitor(MonitorSettings settings);

  [[nodiscard]] const Hooks& hooks() const noexcept { return hooks_; }

  /// Facts that every hook is told from now on.
  void know(const HookFacts& facts);
  /// The facts of a run.
  void know(const RunRecord& run);

  /// Calls a hook that may veto, and has its answer recorded. Throws Error(refused) when it vetoes and nothing is
  /// written, else Error(partial).
  void ask(const HookQuestion& question, const HookFacts& more = {}, const Recorder& record = {});
  /// Asks the hook "after-table".
  void ask_after_table(const TablePlan& plan, const TableRecord& loaded, const Recorder& record);
  /// Calls a hook whose failure is a warning.
  void tell(const std::string& hook, const HookFacts& more = {}) noexcept;

  /// A phase of the run, for its lifetime: the key "phase" of log lines, and a span.
  class Phase {
   public:
    Phase(RunMonitor& monitor, const std::string& name);
    ~Phase();
    Phase(const Phase&) = delete;
    Phase& operator=(const Phase&) = delete;

   private:
    RunMonitor& monitor_;
    SpanScope span_;
  };

  /// A worker's piece of work, for its lifetime: the key "table" of its thread's log lines, a span, the watch.
  class Work {
   public:
    /// `monitor` may be nullptr: nothing is told then.
    Work(RunMonitor* monitor, const std::string& what, const std::string& table);
    void loaded(const TableRecord& record);

   private:
    LogScope log_;
    std::unique_ptr<SpanScope> span_;
    WorkWatch::Scope watch_;
  };

  /// What took longer than --slow-after, for the report's key "slow_statements".
  [[nodiscard]] nlohmann::ordered_json slow_json() const;

  /// Phases and the workers' pieces of work over time, for the report's key "timeline".
  [[nodiscard]] nlohmann::ordered_json timeline_json();

  /// Ends the run's span and hands the trace to the file and the collector that were asked for. Trouble with the
  /// collector is a warning; throws Error(usage) for a file that cannot be written.
  void finish(int exit_code, const std::string& error);

 private:
  void slow(const SlowWork& work);
  void slow_end(const SlowWork& work);
  bool call(const std::string& hook, const HookFacts& more, std::string& veto, int known_signal);

  const MonitorSettings settings_;
  Hooks hooks_;
  Trace trace_;
  std::string run_span_, phase_span_, phase_;
  mutable std::mutex lock_;  ///< Guards facts_, phase_, phase_span_ and slow_.
  HookFacts facts_;
  std::string run_;
  std::vector<SlowWork> slow_;
  WorkWatch watch_;
};

}  // namespace lite2pg
