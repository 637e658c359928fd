#include "import/run/run_metrics.h"

#include <chrono>
#include <nlohmann/json.hpp>

namespace lite2pg {

MetricLabels target_labels(const Report& report) {
  MetricLabels labels;
  for (const std::string key : {"database", "schema"}) {
    if (const ReportFacts::Value* found = report.facts.find(key)) labels.emplace_back(key, found->get<std::string>());
  }
  return labels;
}

std::string labels_with(MetricLabels labels, const std::string& key, const std::string& value) {
  labels.emplace_back(key, value);
  return metric_labels(labels);
}

std::string run_metrics(const std::string& prefix, const Report& report, std::int64_t ended_at) {
  const std::string label = metric_labels(target_labels(report));
  std::string text;
  const auto gauge = [&](const char* name, const char* help, const std::string& value) {
    append_gauge(text, prefix + "_" + name, help, {{label, value}});
  };
  gauge("success", "Whether the last run did all it was asked for.", report.exit_code == 0 ? "1" : "0");
  gauge("exit_code", "Exit code of the last run.", std::to_string(report.exit_code));
  gauge("duration_seconds", "How long the last run took.", metric_seconds(report.seconds));
  gauge("timestamp_seconds", "When the last run ended.", std::to_string(ended_at));
  gauge("warnings", "Warnings of the last run.", std::to_string(report.warnings.size()));
  return text;
}

std::int64_t unix_time() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace lite2pg
