// A fleet's run as one of its processes sees it: the list of its phases. Each phase is done when no file is left in it,
// whoever did the work; what one process alone must do (the plan, keys and indexes, publishing) is done by whichever
// holds the run's lock.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/say.h"
#include "import/ledger/run_lock.h"
#include "import/load/monitor.h"
#include "import/run/options.h"
#include "import/tenants/list.h"
#include "import/tenants/versions.h"
#include "mapping/documents/report.h"

namespace lite2pg {

/// One use.
class FleetRun {
 public:
  FleetRun(const ImportOptions& options, Progress& progress, Report& report, RunMonitor& monitor, Say say);

  /// The exit code. Throws Error.
  int run();

 private:
  void join();
  void go_on();
  void forget_findings();
  void survey();
  void plan();
  void load(bool late = false);
  void finish();
  /// Files that were set aside when the others were published.
  void add_late();
  int close();

  /// Works `work` on files that are in `from` until none is left there, with the options' number of threads; waits for
  /// others that are still at work on some.
  template <typename Work>
  void work_through(FileStage from, FileStage claimed, Work work);
  /// What the holder's threads claimed and did not come to.
  void give_back(const std::string& holder);
  /// `act` by this process under the run's lock, or by another; until `is_done` holds.
  template <typename IsDone, typename Act>
  void by_one(IsDone is_done, Act act);

  void make_plan();
  void tell_plan();
  [[noreturn]] void refuse_misfits(const Plan& plan);
  std::string tell_misfits();
  std::string tell_rejected();
  void check_any_left();
  void check_failures();
  void complete();
  void sum_up();
  void build_keys();
  void stage();
  void publish();
  [[nodiscard]] bool by_schema() const noexcept { return options_.fleet.layout == FleetLayout::schema; }
  [[nodiscard]] bool is_planned();
  [[nodiscard]] RunState state();

  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  const ImportOptions& options_;
  Progress& progress_;
  Report& report_;
  RunMonitor& monitor_;
  const Say say_;
  Target target_;
  std::vector<FleetFile> files_;
  std::unique_ptr<Session> session_;
  RunRecord run_;
  Plan plan_;
  std::optional<FleetVersions> versions_;
};

}  // namespace lite2pg
