#include "import/tool/metrics.h"

#include <nlohmann/json.hpp>

#include "common/json_text.h"
#include "import/run/run_metrics.h"

namespace lite2pg {
namespace {

/// The report's keys "survey_seconds", "load_seconds", "publish_seconds".
MetricSamples phase_seconds(const Report& report, const MetricLabels& labels) {
  constexpr std::string_view suffix = "_seconds";
  MetricSamples samples;
  for (const auto& [key, value] : report.facts.all().items()) {
    if (!key.ends_with(suffix)) continue;
    samples[labels_with(labels, "phase", key.substr(0, key.size() - suffix.size()))] = json_text(value);
  }
  return samples;
}

void append_tables(std::string& text, const Report& report, const MetricLabels& labels) {
  MetricSamples rows, bytes, seconds;
  for (const ReportTable& table : report.tables) {
    if (!table.rows_target) continue;
    const std::string label = labels_with(labels, "table", table.source);
    rows[label] = std::to_string(*table.rows_target);
    bytes[label] = std::to_string(table.bytes);
    seconds[label] = metric_seconds(table.seconds);
  }
  append_gauge(text, "lite2pg_import_table_rows", "Rows that were loaded.", rows);
  append_gauge(text, "lite2pg_import_table_bytes", "Bytes that were sent.", bytes);
  append_gauge(text, "lite2pg_import_table_seconds", "How long loading took.", seconds);
}

}  // namespace

std::string import_metrics(const Report& report, std::int64_t ended_at) {
  const MetricLabels labels = target_labels(report);
  std::string text = run_metrics("lite2pg_import", report, ended_at);
  append_gauge(text, "lite2pg_import_phase_seconds", "How long each phase took.", phase_seconds(report, labels));
  append_tables(text, report, labels);
  return text;
}

}  // namespace lite2pg
