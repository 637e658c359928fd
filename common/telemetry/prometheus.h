// Text for Prometheus' textfile collector (https://prometheus.io/docs/instrumenting/exposition_formats/, text format
// 0.0.4).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lite2pg {

/// Samples of one metric, by their labels as text: "" or "{table=\"users\"}".
using MetricSamples = std::map<std::string, std::string>;

/// Appends a gauge with its samples; nothing when there are none.
void append_gauge(std::string& text, std::string_view name, std::string_view help, const MetricSamples& samples);

/// {key="value"} with the value escaped.
[[nodiscard]] std::string metric_label(std::string_view key, std::string_view value);
/// {key="value",...}; "" for none.
using MetricLabels = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] std::string metric_labels(const MetricLabels& labels);

/// 1.234
[[nodiscard]] std::string metric_seconds(double seconds);

}  // namespace lite2pg
