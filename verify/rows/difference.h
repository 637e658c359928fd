// Names the rows that did not cancel: which key, which column, both values, and why probably.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "mapping/documents/report.h"
#include "mapping/plan/plan.h"
#include "verify/rows/collector.h"
#include "verify/rows/difference_places.h"

namespace lite2pg {

/// Differences of a table: a missing or extra row counts once for each time it is missing or extra, a changed row once
/// for each changed column.
struct NamedDifferences {
  std::vector<Difference> listed;  ///< At most as many as asked for.
  std::uint64_t total = 0;
  std::uint64_t drift = 0;  ///< Of `total`: in rows that were written after the import.
  DifferencePlaces places;
};

struct NamingRules {
  std::size_t limit = 0;  ///< Differences to list.
  /// Whether the transaction of this xmin was the import's; empty: nothing is known about it, all is damage.
  std::function<bool(std::uint32_t xmin)> is_import;
};

/// `left` as RowCollector::left gives it, with the encodings of at least the first `rules.limit` rows. Rows of one key
/// are paired: a row on each side is a changed row. A table without key has missing and extra rows only.
[[nodiscard]] NamedDifferences name_differences(const TablePlan& table, const std::vector<LeftRow>& left,
                                                const RowCollector& collector, const NamingRules& rules);

}  // namespace lite2pg
