// What the tools that write to a target have beside the common of every run: hooks, spans, slow work, metrics.
#pragma once

#include <cstdint>
#include <string>

#include "import/load/monitor.h"
#include "mapping/page/reported_run.h"

namespace lite2pg {

/// What the options of such a tool say of its monitor.
template <typename Options>
[[nodiscard]] MonitorSettings monitor_settings(const Options& options, const std::string& task) {
  MonitorSettings settings;
  settings.task = task;
  settings.source = options.source;
  settings.target = options.target;
  settings.schema = options.schema;
  settings.hook_dir = options.hook_dir;
  settings.hook_timeout = options.hook_timeout;
  settings.slow_after = options.slow_after;
  settings.trace = options.trace;
  return settings;
}

/// The text of a metrics file: of a finished report; `ended_at`: Unix time.
using MetricsText = std::string (*)(const Report& report, std::int64_t ended_at);

/// How such a run ends: on-failure is told, the report has what was slow and when, the metrics file (empty: none) and
/// the trace are written. Report and monitor outlive it.
[[nodiscard]] RunEnd monitored_end(Report& report, RunMonitor& monitor, std::string metrics_file, MetricsText metrics);

}  // namespace lite2pg
