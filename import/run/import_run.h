// A new import and a resumed one, as the list of their phases.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "common/progress.h"
#include "import/ledger/ledger.h"
#include "import/load/leading_session.h"
#include "import/load/monitor.h"
#include "import/load/run.h"
#include "import/load/window.h"
#include "import/postgres/server_advice.h"
#include "import/run/options.h"
#include "import/run/publish.h"
#include "import/run/source_plan.h"
#include "mapping/documents/report.h"

namespace lite2pg {

/// One use. `report` is filled as far as the run gets, also when it throws.
class ImportRun {
 public:
  ImportRun(const ImportOptions& options, Progress& progress, Report& report, RunMonitor& monitor);

  /// Open, check the server, plan, check the plan, stage, load, publish. The exit code.
  int import();
  /// Find the run, check that source and plan are its own, load what is missing, publish.
  int resume();

 private:
  void open_source();
  void open_target();
  void make_plan();
  int show_plan();
  void check_plan();
  void warn_of_sessions();
  void begin();
  void find_stopped_run();
  void load();
  void create_tables();
  LoadResult load_rows(const LoadContext& context);
  void settle(const LoadResult& result);
  void check_rows(Session& session);
  /// Records that all is loaded; false when the server lost some of it in a crash.
  bool stage(const LoadContext& context);
  void publish_run();
  int close();
  int say_published();

  void lead();
  void say_where();

  const ImportOptions& options_;
  Progress& progress_;
  Report& report_;
  RunMonitor& monitor_;
  const Window window_;
  Target target_;
  std::unique_ptr<ImportSource> source_;
  LeadingSession session_;
  Plan plan_;
  RunRecord run_;
  SliceCounts slices_;
  ServerFacts server_before_;
  double load_seconds_ = 0;
  PublishResult published_;
};

}  // namespace lite2pg
