// What rows that were there before ALTER TABLE ADD COLUMN have in the new column.
#pragma once

#include <optional>

#include "mapping/source/schema.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// Asks SQLite itself, in memory: the column's DEFAULT under its affinity, or NULL. nullopt: SQLite would not add such
/// a column to a table with rows (NOT NULL without a value, a default that is no constant, a key, a computed column).
[[nodiscard]] std::optional<OwnedValue> value_of_added_column(const Table& table, const Column& column);

}  // namespace lite2pg
