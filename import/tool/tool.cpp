#include "import/tool/tool.h"

#include "import/fleet/fleet_run.h"
#include "import/run/import_run.h"
#include "import/run/monitored_run.h"
#include "import/run/report.h"
#include "import/tool/metrics.h"
#include "import/tool/tasks.h"
#include "mapping/page/reported_run.h"

namespace lite2pg {
namespace {

int run_task(const ImportOptions& options, ReportedRun& run, RunMonitor& monitor) {
  Progress& progress = run.progress();
  Report& report = run.report();
  const Say say = run.say();
  switch (options.task) {
    case ImportTask::import:
      if (!options.fleet.list.empty()) return FleetRun(options, progress, report, monitor, say).run();
      return ImportRun(options, progress, report, monitor, say).import();
    case ImportTask::resume: return ImportRun(options, progress, report, monitor, say).resume();
    case ImportTask::publish: return publish_task(options, report, monitor, say);
    case ImportTask::rollback: return rollback_task(options, report, say);
    case ImportTask::status: return status_task(options, say);
    case ImportTask::cleanup: return cleanup_task(options, report, say);
    case ImportTask::forget: return forget_task(options, report, say);
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
  MonitorSettings settings = monitor_settings(options, task_name(options.task));
  settings.fresh = options.task == ImportTask::import;
  settings.in_one_transaction = options.existing;
  RunMonitor monitor(std::move(settings));
  return run.run(
      [&] {
        describe_target(options, report);
        return run_task(options, run, monitor);
      },
      monitored_end(report, monitor, options.metrics, import_metrics));
}

}  // namespace lite2pg
