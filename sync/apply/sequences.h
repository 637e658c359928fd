// Sequences that would give out a number again: a row that came back may have a higher one than any other, and other
// tools leave sequences where they were. They are only ever moved forward.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "import/postgres/session.h"
#include "verify/sides/compared_table.h"

namespace lite2pg {

/// The column of a table that draws from a sequence.
struct DrawingColumn {
  std::string name;        ///< Of the table, for people.
  std::string table;       ///< Quoted, with its schema.
  std::string column;      ///< Quoted.
  std::string sequence;    ///< Quoted, with its schema.
  std::int64_t least = 0;  ///< What the source gave out last.
};

[[nodiscard]] std::vector<DrawingColumn> drawing_columns(const std::vector<ComparedTable>& tables);

/// A row when the sequence's next number is not above all that the column holds; with `set`, moves it there.
[[nodiscard]] std::string behind_sql(const DrawingColumn& column, bool set);

/// Those that the role may read and move; others that are behind are named in `warnings`.
[[nodiscard]] std::vector<DrawingColumn> movable_sequences(Session& session, const std::vector<ComparedTable>& tables,
                                                           std::vector<std::string>& warnings);
[[nodiscard]] bool any_behind(Session& session, const std::vector<DrawingColumn>& columns);

}  // namespace lite2pg
