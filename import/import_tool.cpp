#include "import/import_tool.h"

#include <chrono>
#include <memory>

#include "common/interrupt.h"
#include "common/text.h"
#include "import/existing_run.h"
#include "import/import_run.h"
#include "import/run_tasks.h"

namespace lite2pg {
namespace {

using Clock = std::chrono::steady_clock;

int run_task(const ImportOptions& options, Progress& progress, Report& report) {
  switch (options.task) {
    case ImportTask::import:
      if (options.existing) return ExistingRun(options, progress, report).import();
      return ImportRun(options, progress, report).import();
    case ImportTask::resume:
      return ImportRun(options, progress, report).resume();
    case ImportTask::publish:
      return publish_task(options, report);
    case ImportTask::rollback:
      return rollback_task(options, report);
    case ImportTask::status:
      return status_task(options);
    case ImportTask::cleanup:
      return cleanup_task(options, report);
  }
  return 0;
}

/// A report without secrets: messages never hold any.
void set_failed(Report& report, const Error& error) {
  report.verdict = error.code() == ExitCode::refused ? "refused" : "failed";
  report.exit_code = static_cast<int>(error.code());
  report.error = error.what();
  for (ReportTable& table : report.tables) {
    if (table.verdict.empty()) table.verdict = report.verdict;
  }
}

}  // namespace

int run_import(const ImportOptions& options) {
  const auto console = std::make_shared<Console>();
  start_logging(console, options.common.log_level, options.common.log_format);
  const InterruptGuard interrupts;
  Progress progress(console, options.common.progress);
  const auto started = Clock::now();
  Report report;
  report.tool = "lite2pg-import";
  report.started_at = utc_now();
  const auto write = [&] {
    report.seconds = std::chrono::duration<double>(Clock::now() - started).count();
    if (!options.common.report.empty()) write_report(report, options.common.report);
  };
  try {
    report.exit_code = run_task(options, progress, report);
  } catch (const Error& e) {
    progress.end();
    set_failed(report, e);
    write();
    throw;
  }
  write();
  return report.exit_code;
}

}  // namespace lite2pg
