// About how many rows and bytes a table has, from some of the pages of its b-tree: a guess that only balance and
// progress may depend on.
#pragma once

#include <cstdint>

#include "export/btree/file.h"
#include "export/rows/table_split.h"

namespace lite2pg {

/// A few hundred page reads at most, whatever the table's size. Zero when the pages make no sense.
[[nodiscard]] TableSize size_by_pages(PageFile& file, std::uint32_t root);

}  // namespace lite2pg
