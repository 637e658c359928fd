// Bounds between slices, made safe to cut by: whatever they are guessed from, each row must fall into exactly one
// slice.
#pragma once

#include <vector>

#include "export/rows/row_source.h"
#include "mapping/source/schema.h"
#include "mapping/value/value.h"

namespace SQLite {
class Database;
}

namespace lite2pg {

using Bounds = std::vector<std::vector<OwnedValue>>;

/// Brings `bounds` into ascending order and takes out what would lose or double a row. SQLite itself is asked, since
/// only it knows how the table compares (affinities, collations, mixed storage classes):
/// - neighbours a, b stay when no row lies in [b, a);
/// - all go when the key holds a NULL, which a damaged or crafted WITHOUT ROWID table may: NULL is in no range.
/// Throws SQLite::Exception.
void make_safe(SQLite::Database& db, const Table& table, Bounds& bounds);

/// The slices that `bounds`, made safe, part: one more than there are bounds.
[[nodiscard]] std::vector<Slice> slices_between(const Bounds& bounds);

}  // namespace lite2pg
