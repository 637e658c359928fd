// What a run did, for Prometheus' textfile collector.
#pragma once

#include <cstdint>
#include <string>

#include "mapping/documents/report.h"

namespace lite2pg {

/// Of a finished report. `ended_at`: Unix time.
[[nodiscard]] std::string import_metrics(const Report& report, std::int64_t ended_at);

}  // namespace lite2pg
