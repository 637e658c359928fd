// What a run of lite2pg-sync did, for Prometheus' textfile collector.
#pragma once

#include <cstdint>
#include <string>

#include "mapping/documents/report.h"

namespace lite2pg {

/// Of a finished report. `ended_at`: Unix time.
[[nodiscard]] std::string sync_metrics(const Report& report, std::int64_t ended_at);

}  // namespace lite2pg
