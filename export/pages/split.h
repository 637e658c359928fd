// Cuts a table between the leaves of its b-tree, by what its interior pages say.
#pragma once

#include <cstddef>

#include "export/btree/file.h"
#include "export/pages/table_shape.h"
#include "export/rows/key_bounds.h"

namespace lite2pg {

/// At most `parts` - 1 keys, in the order of the tree, that part ranges of about equally many leaves. Each is where a
/// leaf (or, WITHOUT ROWID, a row on an interior page) begins. Empty: the table is too small, or cannot be cut.
[[nodiscard]] Bounds bounds_between_leaves(PageFile& file, const TableShape& shape, std::size_t parts);

}  // namespace lite2pg
