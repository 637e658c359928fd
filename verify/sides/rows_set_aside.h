// Rows of the source that the import did not load because it was told so, by what its ledger calls them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>

#include "export/rows/row_source.h"

namespace lite2pg {

class RowsSetAside {
 public:
  /// `place`: "rowid 42", "key (1, 'x')". False: it was shortened, or counts from somewhere, and names no one row.
  bool add(std::string_view place);
  /// Whether the row that the cursor has just handed out is one of them.
  [[nodiscard]] bool has(const RowCursor& cursor) const;
  [[nodiscard]] bool empty() const noexcept { return rowids_.empty() && keys_.empty(); }

 private:
  std::unordered_set<std::int64_t> rowids_;
  std::unordered_set<std::string> keys_;
};

}  // namespace lite2pg
