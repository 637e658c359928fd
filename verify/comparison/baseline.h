// The state of the target as an earlier run recorded it, and what changed since.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "verify/comparison/result.h"
#include "verify/sides/compared_table.h"
#include "verify/sides/digest_pass.h"
#include "verify/sides/recorded_digests.h"

namespace lite2pg {

/// nullopt when there is no such file yet. Throws Error(usage) when it is no baseline.
[[nodiscard]] std::optional<RecordedDigests> read_baseline(const std::string& path);

/// The target's state as this run found it.
[[nodiscard]] RecordedDigests target_state(const std::vector<ComparedTable>& tables,
                                           const std::vector<DigestPair>& digests, std::uint64_t seed,
                                           const std::string& about);

/// What changed in each table that both states have in the same columns; tables that were recorded otherwise are named
/// in `warnings`. Both states must have the same seed.
[[nodiscard]] std::vector<BaselineChange> changes_since(const RecordedDigests& then, const RecordedDigests& now,
                                                        std::vector<std::string>& warnings);

}  // namespace lite2pg
