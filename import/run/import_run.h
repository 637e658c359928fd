// A run of lite2pg-import that loads, as the list of its phases. What the two ways of loading do differently stands in
// their strategies (strategy.h).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "common/say.h"
#include "import/existing/constraint_asking.h"
#include "import/live/live_copy.h"
#include "import/postgres/server_advice.h"
#include "import/run/strategy.h"

namespace lite2pg {

/// One use. `report` is filled as far as the run gets, also when it throws.
class ImportRun {
 public:
  ImportRun(const ImportOptions& options, Progress& progress, Report& report, RunMonitor& monitor, Say say);

  /// Open, check the server, plan, check the plan, load, publish. The exit code.
  int import();
  /// Find the run, check that source and plan are its own, load what is missing, publish.
  int resume();

 private:
  ImportRun(const ImportOptions& options, Progress& progress, Report& report, RunMonitor& monitor, Say say,
            const Target& target);
  void reading(const std::function<void()>& work);
  void open_source();
  void open_target();
  void make_plan();
  void settle_plan();
  int show_plan();
  bool hold_constraints(OrphansByTable& aside);
  const std::vector<Orphans>& source_orphans();
  ConstraintQuestion constraint_question(const Plan& plan);
  void offer_lines(const Plan& plan, OrphansByTable& aside);
  void set_violating_rows_aside();
  void tell_violations(const std::vector<Violations>& violations);
  int rehearse();
  void check_plan();
  void warn_of_sessions();
  void begin();
  void record_begin();
  void forget_census();
  void find_stopped_run();
  void load();
  void publish();
  int close();
  std::string last_words();
  int say_published();
  void lead();

  std::unique_ptr<LoadStrategy> strategy_;
  std::unique_ptr<LiveCopy> copy_;  ///< Of a source that goes on being written; outlives what reads it.
  RunParts parts_;
  const ImportOptions& options_;
  Report& report_;
  const TargetCatalog* catalog_ = nullptr;
  std::optional<std::vector<Orphans>> orphans_;  ///< Of the source's own foreign keys, once they were looked for.
  ServerFacts server_before_;
};

}  // namespace lite2pg
