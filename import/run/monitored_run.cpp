#include "import/run/monitored_run.h"

#include "common/files.h"
#include "import/run/run_metrics.h"

namespace lite2pg {

RunEnd monitored_end(Report& report, RunMonitor& monitor, std::string metrics_file, MetricsText metrics) {
  return {.failed =
              [&report, &monitor] {
                monitor.tell("on-failure",
                             {{"error", report.error}, {"exit_code", static_cast<std::uint64_t>(report.exit_code)}});
              },
          .before_report =
              [&report, &monitor] {
                report.facts.set("slow_statements", monitor.slow_json());
                report.facts.set("timeline", monitor.timeline_json());
              },
          .after_report =
              [&report, &monitor, file = std::move(metrics_file), metrics] {
                if (!file.empty()) write_file(file, metrics(report, unix_time()), "metrics file");
                monitor.finish(report.exit_code, report.error);
              }};
}

}  // namespace lite2pg
