// Finds each row that would be left without a parent, so that it can be set aside.
#pragma once

#include <cstddef>
#include <vector>

#include "common/parallel.h"
#include "export/rows/orphan_rows.h"
#include "export/rows/source.h"

namespace lite2pg {

/// A foreign key that is to hold for what is loaded.
struct HeldKey {
  const Table* child = nullptr;
  const ForeignKey* key = nullptr;
};

/// Finds the rows whose parent is missing or not wanted (SqliteSource::keep_only), then those whose parent is among
/// these, and so on, circles and tables that refer to themselves included. Foreign keys that SQLite cannot check are
/// passed over. Throws Error(refused) where there are more than `most`, and where rows of a table cannot be named;
/// Error(source), Error(interrupted).
[[nodiscard]] OrphansByTable find_orphan_rows(SqliteSource& source, const std::vector<HeldKey>& keys,
                                              const StopFlag& stop, std::size_t most = 1'000'000);

}  // namespace lite2pg
