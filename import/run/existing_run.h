// An import into tables that stand in the target (--existing), as the list of its phases.
#pragma once

#include <memory>

#include "common/progress.h"
#include "import/ledger/ledger.h"
#include "import/run/existing_load.h"
#include "import/run/options.h"
#include "import/run/source_plan.h"
#include "mapping/documents/report.h"
#include "mapping/target/catalog.h"

namespace lite2pg {

/// One use. `report` is filled as far as the run gets, also when it throws.
class ExistingRun {
 public:
  ExistingRun(const ImportOptions& options, Progress& progress, Report& report);

  /// Open, read the target's tables, plan by them, check, load in one transaction. The exit code.
  int import();

 private:
  void open();
  void make_plan();
  int show_plan();
  void check_plan();
  void check_target();
  void begin();
  ExistingLoadResult load_rows();
  void check_rows(const std::vector<TableRecord>& loaded);
  int close(const ExistingLoadResult& result);
  void note_failure(const Error& error);
  /// The session, made again when it was lost while the load ran.
  Session& session();

  const ImportOptions& options_;
  Progress& progress_;
  Report& report_;
  Target target_;
  std::unique_ptr<ImportSource> source_;
  std::unique_ptr<Session> session_;
  TargetCatalog catalog_;
  Plan plan_;
  RunRecord run_;
  double load_seconds_ = 0;
};

}  // namespace lite2pg
