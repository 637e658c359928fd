// A tool's run with what every run has: log, interrupts, outputs that are looked at first, progress, and a report that
// is written however it ends.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/console/progress.h"
#include "common/interrupt.h"
#include "common/options/outputs.h"
#include "common/options/parser.h"
#include "common/say.h"
#include "mapping/documents/report.h"

namespace lite2pg {

/// What a tool does beside the common; each may be empty.
struct RunEnd {
  std::function<void()> failed = {};         ///< The report knows the error.
  std::function<void()> before_report = {};  ///< Adds to it.
  std::function<void()> after_report = {};   ///< It is written.
};

/// One a process.
class ReportedRun {
 public:
  /// `outputs`: files beside report and page. Throws Error(usage) for a file that cannot be written.
  ReportedRun(const std::string& tool, const CommonOptions& common, const std::string& source,
              std::vector<OutputFileOption> outputs = {});

  [[nodiscard]] Progress& progress() noexcept { return progress_; }
  [[nodiscard]] Report& report() noexcept { return report_; }
  /// Prints; lives no longer than the run.
  [[nodiscard]] Say say() const {
    return [this](std::string_view text) { outputs_.say(text); };
  }

  /// Does `task`, which gives the exit code, and writes the report. An Error is noted there and thrown on.
  int run(const std::function<int()>& task, const RunEnd& end = {});

 private:
  void finish(const RunEnd& end);

  const CommonOptions& common_;
  std::shared_ptr<Console> console_;
  InterruptGuard interrupts_;
  Outputs outputs_;
  Progress progress_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  Report report_;
};

}  // namespace lite2pg
