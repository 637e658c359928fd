// The result as the JSON report.
#pragma once

#include <string>

#include "mapping/documents/report.h"
#include "verify/comparison/result.h"

namespace lite2pg {

/// What the digests are, for the report and for people.
[[nodiscard]] std::string algorithm_name();

/// Fills everything but `tool`, `started_at`, `seconds` and `exit_code`. Keys beside the common ones: source, target,
/// plan, algorithm, seed, miss_probability, drift, unproven, ledger_faults, missing, not_compared, assumptions,
/// schema_compared, schema_differences, baseline.
void fill_report(const VerifyResult& result, FailOn fail_on, Report& report);

}  // namespace lite2pg
