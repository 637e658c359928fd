// What every run says of itself to Prometheus, whatever it did.
#pragma once

#include <cstdint>
#include <string>

#include "common/telemetry/prometheus.h"
#include "mapping/documents/report.h"

namespace lite2pg {

/// What tells this target's samples from those of others: the report's keys "database" and "schema".
[[nodiscard]] MetricLabels target_labels(const Report& report);

/// The labels of a run with one more.
[[nodiscard]] std::string labels_with(MetricLabels labels, const std::string& key, const std::string& value);

/// PREFIX_success, _exit_code, _duration_seconds, _timestamp_seconds, _warnings of a finished report. `ended_at`: Unix
/// time.
[[nodiscard]] std::string run_metrics(const std::string& prefix, const Report& report, std::int64_t ended_at);

/// Now, as `ended_at` has it.
[[nodiscard]] std::int64_t unix_time();

}  // namespace lite2pg
