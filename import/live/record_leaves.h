// Records the leaves of all tables of a live run, as they are in the snapshot that was loaded.
#pragma once

#include <string_view>

#include "import/live/leaf_store.h"

namespace lite2pg {

/// Of one table. In the open transaction. Throws Error(source), TargetError.
void record_leaves(DataConnection& connection, std::string_view run, PageSource& source, const TablePlan& table,
                   std::uint64_t seed);

}  // namespace lite2pg
