// Which columns a foreign key refers to, by SQLite's rules.
#pragma once

#include <string>
#include <vector>

#include "mapping/source/schema.h"

namespace lite2pg {

/// What a foreign key needs of its parent (https://sqlite.org/foreignkeys.html section 3): a primary key or a UNIQUE
/// index over just these columns, each with its own collation.
struct ParentKey {
  const Table* parent = nullptr;  ///< nullptr: there is no such table; then every row with a key is an orphan.
  std::vector<int> columns;       ///< Of the parent, beside ForeignKey::columns.
  std::string problem;            ///< Why there is no such key, in SQLite's word "foreign key mismatch"; else empty.
};

[[nodiscard]] ParentKey find_parent_key(const Schema& schema, const Table& child, const ForeignKey& key);

}  // namespace lite2pg
