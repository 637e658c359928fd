// The pieces of work of a pass: slices of tables on both sides, in one list that keeps all cores busy.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "export/rows/row_source.h"
#include "verify/sides/compared_table.h"

namespace lite2pg {

/// Pages `from` <= p < `until` of a table of the target; no bound at 0 and 0.
struct PageRange {
  std::uint64_t from = 0, until = 0;
  /// The condition on ctid, for copy_out_sql; empty when there is no bound.
  [[nodiscard]] std::string condition() const;
};

struct ScanItem {
  Side side = Side::source;
  std::size_t table = 0;    ///< Index into the compared tables.
  Slice slice;              ///< Source.
  PageRange pages;          ///< Target.
  std::uint64_t bytes = 0;  ///< Estimated.
};

/// Cuts the tables `which` on both sides (on the target alone where only the source's digest is known). Pieces are
/// small enough that no thread works long alone at the end; each side goes largest first, and the sides alternate, so
/// that one core is SQLite's while the other is PostgreSQL's. `source` may be nullptr when no table needs it.
/// `page_ranges`: whether the server reads ranges of a table's pages; else each table is one piece.
[[nodiscard]] std::vector<ScanItem> make_scan_list(const std::vector<ComparedTable>& tables,
                                                   const std::vector<std::size_t>& which, RowSource* source,
                                                   unsigned jobs, bool page_ranges);

}  // namespace lite2pg
