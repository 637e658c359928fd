// In which order the rows of a table come, so that SQLite writes its pages one after another.
#pragma once

#include <string>

#include "sync/back/written_table.h"

namespace lite2pg {

/// What stands behind ORDER BY to have the rows in the order in which SQLite keeps them: by the INTEGER PRIMARY KEY,
/// which is the row number, or by the key of a WITHOUT ROWID table in its collations and directions. Ends before the
/// first column whose order PostgreSQL does not know (numbers and texts in one column, documents, .NET's GUIDs). Empty:
/// as they lie; so for tables whose row numbers are hidden, since those are what tells the order. Pure.
[[nodiscard]] std::string key_order(const WrittenTable& table);

/// COPY of the table's rows in the order `order`; empty: as they lie.
[[nodiscard]] std::string ordered_copy_sql(const WrittenTable& table, const std::string& schema,
                                           const std::string& order);

}  // namespace lite2pg
