// The second look at a source that does not fit its plan: which values, how many, and where the first one stands.
#pragma once

#include <string>
#include <vector>

#include "export/rows/row_source.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// Encodes every value of the columns that `plan.misfits` names and lists what is refused: one entry for each table,
/// column and reason, in the order of the plan, with the count and the first example in key order. An entry of the plan
/// for which no value is refused stays as it is, unless it was a suspicion. The outcome does not depend on `jobs`.
/// Throws what the source throws, and Error(interrupted).
[[nodiscard]] std::vector<MisfitReport> list_misfits(RowSource& source, const Plan& plan, unsigned jobs);

/// A row with a value that does not fit, and an excerpt of the value.
struct MisfitRow {
  std::string rowid, value;

  friend bool operator==(const MisfitRow&, const MisfitRow&) = default;
};
/// So many rows of an entry are listed at most.
inline constexpr std::size_t misfit_rows_listed = 20;

/// An entry with more rows than the first.
struct ListedMisfit {
  MisfitReport group;
  std::vector<MisfitRow> rows;  ///< The first ones in key order; empty for an entry that is not of values.
};

/// As list_misfits(), with the first rows of each entry.
[[nodiscard]] std::vector<ListedMisfit> list_misfit_rows(RowSource& source, const Plan& plan, unsigned jobs);

}  // namespace lite2pg
