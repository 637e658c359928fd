// Which rows of a table are to be changed, from what verify's second pass leaves: rows that one side has more often
// than the other.
#pragma once

#include <functional>
#include <vector>

#include "sync/apply/change.h"
#include "sync/apply/settings.h"
#include "verify/rows/collector.h"
#include "verify/rows/locate.h"
#include "verify/sides/scanner.h"

namespace lite2pg {

struct FindRules {
  RepairScope scope = RepairScope::damage;
  bool no_delete = false;
  /// Whether the transaction of this xmin was the import's; empty: nothing is known about it, all is damage.
  std::function<bool(std::uint32_t xmin)> is_import;
};

/// Adds the changes of rows that did not cancel; `left` as RowCollector::left gives it. Rows of one key are paired: a
/// row on each side is an update. Places, keys and columns are not known yet.
void add_changes(const std::vector<LeftRow>& left, const FindRules& rules, TableChanges& changes, SkippedRows& skipped);

/// Reads table `changes.index` again on both sides and fills the changes, then their places, keys and, of updates, the
/// fields as they stand. Throws Error(refused) where too many rows share a bucket.
void find_changes(Scanner& scanner, const std::vector<ComparedTable>& tables, const DigestPair& digests,
                  RowSource& source, const ImportXids& import_xids, const RepairSettings& settings, bool page_ranges,
                  TableChanges& changes, SkippedRows& skipped, std::vector<std::string>& warnings);

/// XXH3-64 of each column of an encoded row.
[[nodiscard]] std::vector<std::uint64_t> field_hashes(std::string_view encoding);

}  // namespace lite2pg
