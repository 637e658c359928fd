// What a run compares: tables and columns that both sides have, and why the others are left out.
#pragma once

#include <string>
#include <vector>

#include "export/rows/row_source.h"
#include "mapping/plan/plan.h"
#include "verify/sides/access.h"
#include "verify/sides/compared_table.h"
#include "verify/sides/recorded_digests.h"

namespace lite2pg {

struct Comparison {
  std::vector<ComparedTable> tables;
  std::vector<NotCompared> left_out;  ///< Not planned, excluded, lossy, or closed to the role.
  std::vector<NotCompared> missing;   ///< Planned, but not in the target: differences.
};

/// What the source side is made of: rows, or digests alone (then `rows` is nullptr).
struct SourceSide {
  RowSource* rows = nullptr;
  const RecordedDigests* digests = nullptr;
};

/// `plan` fits the target's column types (see adapt_plan). Only tables that `tables` and `exclude` let through.
/// `catalog` must outlive the result; so must the schema of `source.rows`.
[[nodiscard]] Comparison make_comparison(const Plan& plan, const SourceSide& source, const TargetCatalog& catalog,
                                         const ReadAccess& access, const std::vector<std::string>& tables,
                                         const std::vector<std::string>& exclude);

}  // namespace lite2pg
