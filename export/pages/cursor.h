// Rows of a slice from its pages, and from SQLite's own cursor once something is not as expected: whether that is
// damage only SQLite says.
#pragma once

#include <functional>
#include <memory>

#include "export/pages/rows.h"
#include "export/rows/row_cursor.h"

namespace lite2pg {

/// Called once when the pages surprise.
using OnSurprise = std::function<void()>;

/// The cursor of a readable table (TableShape). `table` and `shape` outlive it, `place.view` too.
[[nodiscard]] std::unique_ptr<RowCursor> open_page_cursor(PagePlace place, const Table& table, const TableShape& shape,
                                                          const Slice& slice, OnSurprise on_surprise);

}  // namespace lite2pg
