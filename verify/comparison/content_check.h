// Compares the rows: digests of all tables on both sides, then the second pass over tables that differ.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/console/progress.h"
#include "verify/comparison/comparison.h"
#include "verify/comparison/plan_source.h"
#include "verify/comparison/result.h"
#include "verify/comparison/settings.h"
#include "verify/rows/locate.h"
#include "verify/sides/digest_pass.h"
#include "verify/sides/target_snapshot.h"

namespace lite2pg {

/// Locks what is compared, as far as the role may: before anything is read through `snapshot`. Throws as
/// TargetSnapshot::lock.
void lock_tables(const Comparison& comparison, TargetSnapshot& snapshot);

/// Fills result.tables and adds warnings. Gives the digests, in the order of comparison.tables.
[[nodiscard]] std::vector<DigestPair> check_content(const VerifyOptions& options, const ChosenPlan& chosen,
                                                    const Comparison& comparison, RowSource* rows,
                                                    TargetSnapshot& snapshot, Progress& progress, VerifyResult& result);

}  // namespace lite2pg
