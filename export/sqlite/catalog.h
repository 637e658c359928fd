// Reads the source's schema: what SQLite's PRAGMAs tell, completed by what only the SQL text says.
#pragma once

#include "mapping/source/schema.h"

namespace SQLite {
class Database;
}

namespace lite2pg {

/// Every table, index, view and trigger but SQLite's own (sqlite_...). A virtual table whose module is not at hand
/// has no columns; that does not stop the rest. Throws SQLite::Exception, for instance for a damaged schema.
[[nodiscard]] Schema read_catalog(SQLite::Database& db);

}  // namespace lite2pg
