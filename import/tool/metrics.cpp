#include "import/tool/metrics.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "common/prometheus.h"

namespace lite2pg {
namespace {

/// What tells this target's samples from those of others.
MetricLabels labels_of(const Report& report) {
  MetricLabels labels;
  for (const std::string key : {"database", "schema"}) {
    const auto found = std::ranges::find(report.extra, key, &std::pair<std::string, std::string>::first);
    if (found != report.extra.end()) labels.emplace_back(key, nlohmann::json::parse(found->second).get<std::string>());
  }
  return labels;
}

std::string with(MetricLabels labels, const std::string& key, const std::string& value) {
  labels.emplace_back(key, value);
  return metric_labels(labels);
}

/// The report's keys "survey_seconds", "load_seconds", "publish_seconds".
MetricSamples phase_seconds(const Report& report, const MetricLabels& labels) {
  constexpr std::string_view suffix = "_seconds";
  MetricSamples samples;
  for (const auto& [key, value] : report.extra) {
    if (key.ends_with(suffix)) samples[with(labels, "phase", key.substr(0, key.size() - suffix.size()))] = value;
  }
  return samples;
}

void append_tables(std::string& text, const Report& report, const MetricLabels& labels) {
  MetricSamples rows, bytes, seconds;
  for (const ReportTable& table : report.tables) {
    if (!table.rows_target) continue;
    const std::string label = with(labels, "table", table.source);
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
  const MetricLabels labels = labels_of(report);
  const std::string label = metric_labels(labels);
  std::string text;
  const auto gauge = [&](const char* name, const char* help, const std::string& value) {
    append_gauge(text, std::string("lite2pg_import_") + name, help, {{label, value}});
  };
  gauge("success", "Whether the last run did all it was asked for.", report.exit_code == 0 ? "1" : "0");
  gauge("exit_code", "Exit code of the last run.", std::to_string(report.exit_code));
  gauge("duration_seconds", "How long the last run took.", metric_seconds(report.seconds));
  gauge("timestamp_seconds", "When the last run ended.", std::to_string(ended_at));
  gauge("warnings", "Warnings of the last run.", std::to_string(report.warnings.size()));
  append_gauge(text, "lite2pg_import_phase_seconds", "How long each phase took.", phase_seconds(report, labels));
  append_tables(text, report, labels);
  return text;
}

}  // namespace lite2pg
