// From the digests that the pass over the source made to those that the plan asks for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "export/archive/row_digester.h"
#include "export/archive/table.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// What a table's digest covers under a plan: the planned columns that come from the source, in the order of the plan,
/// under their codecs, with the plan's key. Without `planned`: every column as it stands, `key` as the key.
[[nodiscard]] DigestSpec planned_digest(const Table& table, const TablePlan* planned, const std::vector<int>& key);

/// Completes `results` by what `plan` says: target names, types, codecs, key. A table whose digest under the plan is
/// not the one that the pass made (a column in another spelling, left out, another key) is digested again, from its
/// file in `folder`, so that the source is read only once. Throws Error(archive), Error(interrupted).
void apply_plan(std::vector<TableResult>& results, const std::vector<TableJob>& tables, const Plan& plan,
                const std::string& folder, std::uint64_t seed, unsigned jobs);

}  // namespace lite2pg
