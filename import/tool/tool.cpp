#include "import/tool/tool.h"

#include <chrono>

#include "common/files.h"
#include "import/fleet/fleet_run.h"
#include "import/run/import_run.h"
#include "import/run/report.h"
#include "import/run/run_metrics.h"
#include "import/tool/metrics.h"
#include "import/tool/tasks.h"
#include "mapping/page/reported_run.h"

namespace lite2pg {
namespace {

int run_task(const ImportOptions& options, Progress& progress, Report& report, RunMonitor& monitor) {
  switch (options.task) {
    case ImportTask::import:
      if (!options.fleet.list.empty()) return FleetRun(options, progress, report, monitor).run();
      return ImportRun(options, progress, report, monitor).import();
    case ImportTask::resume: return ImportRun(options, progress, report, monitor).resume();
    case ImportTask::publish: return publish_task(options, report, monitor);
    case ImportTask::rollback: return rollback_task(options, report);
    case ImportTask::status: return status_task(options);
    case ImportTask::cleanup: return cleanup_task(options, report);
    case ImportTask::forget: return forget_task(options, report);
  }
  return 0;
}

std::string task_name(ImportTask task) {
  switch (task) {
    case ImportTask::publish: return "publish";
    case ImportTask::rollback: return "rollback";
    case ImportTask::resume: return "resume";
    default: return "import";
  }
}

MonitorSettings monitor_settings(const ImportOptions& o) {
  return {.task = task_name(o.task),
          .source = o.source,
          .target = o.target,
          .schema = o.schema,
          .hook_dir = o.hook_dir,
          .hook_timeout = o.hook_timeout,
          .slow_after = o.slow_after,
          .trace = o.trace,
          .fresh = o.task == ImportTask::import,
          .in_one_transaction = o.existing};
}

/// What is known before anything is done, so that a run that fails at once can be told from others too.
void describe_target(const ImportOptions& options, Report& report) {
  RunRecord run;
  run.source_path = options.fleet.list.empty() ? options.source : options.fleet.list;
  run.target_schema = options.schema;
  report_run(report, run, Target{options.target});
  report_approvals(report, options.approve);
}

}  // namespace

int run_import(const ImportOptions& options) {
  ReportedRun run("lite2pg-import", options.common, options.source,
                  {{"metrics file", options.metrics},
                   {"trace", options.trace},
                   {"plan", options.plan_out},
                   {"SQL", options.sql_out}});
  Report& report = run.report();
  RunMonitor monitor(monitor_settings(options));
  const RunEnd end = {
      .failed =
          [&] {
            monitor.tell("on-failure", {{"error", report.error}, {"exit_code", std::to_string(report.exit_code)}});
          },
      .before_report =
          [&] {
            report.extra.emplace_back("slow_statements", monitor.slow_json());
            report.extra.emplace_back("timeline", monitor.timeline_json());
          },
      .after_report =
          [&] {
            if (!options.metrics.empty()) {
              write_file(options.metrics, import_metrics(report, unix_time()), "metrics file");
            }
            monitor.finish(report.exit_code, report.error);
          }};
  return run.run(
      [&] {
        describe_target(options, report);
        return run_task(options, run.progress(), report, monitor);
      },
      end);
}

}  // namespace lite2pg
