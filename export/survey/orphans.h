// Rows that refer to nothing: SQLite does not enforce foreign keys unless asked to, PostgreSQL always does.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/parallel.h"
#include "export/rows/source.h"
#include "export/survey/orphan_sql.h"
#include "mapping/value/value.h"

namespace SQLite {
class Column;
}

namespace lite2pg {

/// Rows of one table whose parent row does not exist, by one of its foreign keys.
struct Orphans {
  std::string table;
  int foreign_key = 0;  ///< ForeignKey::id
  std::string parent;
  std::uint64_t count = 0;
  std::vector<std::string> examples;  ///< "rowid 42", "key (1, 'x')"
  /// Why the key cannot be checked (for instance the parent columns are not unique); then count is 0.
  std::string problem;
};

/// The value of a result column.
[[nodiscard]] OwnedValue value_in(const SQLite::Column& c);
/// Of the tables of a foreign key.
[[nodiscard]] WantedRows wanted_rows(const SqliteSource& source, const Table& child, const ParentKey& parent);

/// Finds what PRAGMA foreign_key_check finds (https://sqlite.org/foreignkeys.html section 2), on a connection of its
/// own, but goes on after a key that cannot be checked, names rows by key where there is no rowid, and looks at the
/// rows that are wanted alone: who refers to a row that is left out is an orphan. At most `limit` examples a foreign
/// key; in the order of `tables`, then of their foreign keys. Throws Error(source), and Error(interrupted) on `stop`
/// and on Ctrl-C.
[[nodiscard]] std::vector<Orphans> find_orphans(SqliteSource& source, const std::vector<const Table*>& tables,
                                                std::size_t limit, const StopFlag& stop);

}  // namespace lite2pg
