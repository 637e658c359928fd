#include "common/telemetry/prometheus.h"

#include <array>
#include <cstdio>

namespace lite2pg {

void append_gauge(std::string& text, std::string_view name, std::string_view help, const MetricSamples& samples) {
  if (samples.empty()) return;
  text.append("# HELP ").append(name).append(" ").append(help).append("\n");
  text.append("# TYPE ").append(name).append(" gauge\n");
  for (const auto& [labels, value] : samples) text.append(name).append(labels).append(" ").append(value).append("\n");
}

std::string metric_label(std::string_view key, std::string_view value) {
  return metric_labels({{std::string(key), std::string(value)}});
}

std::string metric_labels(const MetricLabels& labels) {
  std::string text;
  for (const auto& [key, value] : labels) {
    text += (text.empty() ? "{" : ",") + key + "=\"";
    for (const char c : value) {
      if (c == '\\' || c == '"') text += '\\';
      text += c == '\n' ? std::string("\\n") : std::string(1, c);
    }
    text += '"';
  }
  return text.empty() ? text : text + "}";
}

std::string metric_seconds(double seconds) {
  std::array<char, 32> text{};
  (void)std::snprintf(text.data(), text.size(), "%.3f", seconds);
  return text.data();
}

}  // namespace lite2pg
