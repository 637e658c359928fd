#include "sync/tool/run.h"

#include <chrono>
#include <memory>

#include "common/error.h"
#include "common/interrupt.h"
#include "common/outputs.h"
#include "common/text.h"
#include "mapping/documents/report.h"
#include "mapping/page/write.h"
#include "sync/back/back.h"
#include "sync/delta/catch_up.h"

namespace lite2pg {
namespace {

using Clock = std::chrono::steady_clock;

BackSettings back_settings(const SyncOptions& o) {
  return {o.common, o.target, o.schema, o.run, o.back, o.on_misfit, o.added, o.dropped};
}

DeltaSettings delta_settings(const SyncOptions& o) {
  return {o.common, o.source,  o.target,       o.run,      o.rounds,      o.freeze_target,
          o.freeze, o.replace, o.lock_timeout, o.hook_dir, o.hook_timeout};
}

int run_task(const SyncOptions& options, Progress& progress, Report& report) {
  switch (options.task) {
    case SyncTask::step:
      return catch_up(delta_settings(options), progress, report);
    case SyncTask::back:
      return bring_back(back_settings(options), progress, report);
  }
  return 0;
}

}  // namespace

int run_sync(const SyncOptions& options) {
  const auto console = std::make_shared<Console>();
  start_logging(console, options.common.log_level, options.common.log_format);
  const InterruptGuard interrupts;
  const Outputs outputs({{"report", options.common.report}}, options.source);
  Progress progress(console, options.common.progress);
  const auto begun = Clock::now();
  Report report;
  report.tool = "lite2pg-sync";
  report.started_at = utc_now();
  const auto finish = [&] {
    report.seconds = std::chrono::duration<double>(Clock::now() - begun).count();
    write_reports(report, options.common);
  };
  try {
    report.exit_code = run_task(options, progress, report);
  } catch (const Error& e) {
    progress.end();
    report_failure(report, e);
    finish();
    throw;
  }
  finish();
  return report.exit_code;
}

}  // namespace lite2pg
