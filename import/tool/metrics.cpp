#include "import/tool/metrics.h"

#include "common/prometheus.h"

namespace lite2pg {
namespace {

/// The report's keys "survey_seconds", "load_seconds", "publish_seconds".
MetricSamples phase_seconds(const Report& report) {
  constexpr std::string_view suffix = "_seconds";
  MetricSamples samples;
  for (const auto& [key, value] : report.extra) {
    if (key.ends_with(suffix)) samples[metric_label("phase", key.substr(0, key.size() - suffix.size()))] = value;
  }
  return samples;
}

void append_tables(std::string& text, const Report& report) {
  MetricSamples rows, bytes, seconds;
  for (const ReportTable& table : report.tables) {
    if (!table.rows_target) continue;
    const std::string label = metric_label("table", table.source);
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
  std::string text;
  append_gauge(text, "lite2pg_import_success", "Whether the last run did all it was asked for.",
               {{"", report.exit_code == 0 ? "1" : "0"}});
  append_gauge(text, "lite2pg_import_exit_code", "Exit code of the last run.",
               {{"", std::to_string(report.exit_code)}});
  append_gauge(text, "lite2pg_import_duration_seconds", "How long the last run took.",
               {{"", metric_seconds(report.seconds)}});
  append_gauge(text, "lite2pg_import_timestamp_seconds", "When the last run ended.", {{"", std::to_string(ended_at)}});
  append_gauge(text, "lite2pg_import_warnings", "Warnings of the last run.",
               {{"", std::to_string(report.warnings.size())}});
  append_gauge(text, "lite2pg_import_phase_seconds", "How long each phase took.", phase_seconds(report));
  append_tables(text, report);
  return text;
}

}  // namespace lite2pg
