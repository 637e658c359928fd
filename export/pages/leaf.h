// Fingerprints of the leaves of a table: what rows they hold, wherever they stand in the file.
//
// The rows of two states of a table differ exactly in the leaves whose fingerprints are in one state's multiset and not
// in the other's, so only those need reading. A VACUUM leaves the fingerprints of rowid tables as they are.
#pragma once

#include <cstdint>
#include <functional>

#include "export/btree/file.h"
#include "export/btree/walk.h"
#include "export/pages/leaf_mark.h"
#include "export/pages/table_shape.h"

namespace lite2pg {

/// Calls `each` for every leaf of a readable table in the order of its key. `surprise`: the table's pages are not as
/// SQLite writes them, and what was told so far is worth nothing. `longest`: of all payloads, in bytes.
[[nodiscard]] WalkStep each_leaf(PageFile& file, const TableShape& shape, std::uint64_t longest,
                                 const std::function<void(const LeafMark&)>& each);

}  // namespace lite2pg
