// Where the trees of a database begin, as its own table of contents has it and as SQLite does.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mapping/source/schema.h"

namespace SQLite {
class Database;
}

namespace lite2pg {

struct TreeRoot {
  std::uint32_t page = 0;
  bool has_rowids = false;  ///< The tree of a rowid table; else that of an index or a WITHOUT ROWID table.
};

/// The roots of all trees but that of sqlite_schema itself. nullopt: a row of sqlite_schema does not agree with what
/// SQLite made of it. Throws SQLite::Exception.
[[nodiscard]] std::optional<std::vector<TreeRoot>> tree_roots(SQLite::Database& db);

/// The root page of each table, by the name in sqlite_schema. Throws SQLite::Exception.
using TableRoots = std::map<std::string, std::uint32_t, std::less<>>;
[[nodiscard]] TableRoots table_roots(SQLite::Database& db);

/// The page where SQLite begins to read the rows of a table; 0: none, or it cannot be told. SQLite goes by the SQL of a
/// row of sqlite_schema, which may name another table than the row's `name`. Throws SQLite::Exception.
[[nodiscard]] std::uint32_t root_in_use(SQLite::Database& db, const Table& table);

}  // namespace lite2pg
