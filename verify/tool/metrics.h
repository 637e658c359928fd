// The result as Prometheus textfile metrics (https://prometheus.io/docs/instrumenting/exposition_formats/, text format
// 0.0.4), for node_exporter's textfile collector.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "verify/comparison/result.h"

namespace lite2pg {

struct RunFacts {
  int exit_code = 0;
  double seconds = 0;
  std::int64_t ended_at = 0;               ///< Unix time.
  std::string database = {}, schema = {};  ///< Labels of every sample; empty: left out.
};

/// `result` is nullptr when the run failed before there was one. `previous` is the text that the last run left: the
/// instants of the last success are carried over from it where this run has none.
[[nodiscard]] std::string metrics_text(const VerifyResult* result, FailOn fail_on, const RunFacts& facts,
                                       std::string_view previous);

/// Reads what stands at `path` and replaces it. Throws Error(usage) when the file cannot be written.
void write_metrics(const std::string& path, const VerifyResult* result, FailOn fail_on, const RunFacts& facts);

}  // namespace lite2pg
