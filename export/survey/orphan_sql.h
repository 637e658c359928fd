// The queries for rows without a parent, as text. Pure.
#pragma once

#include <string>
#include <string_view>

#include "export/survey/parent_key.h"
#include "mapping/source/schema.h"

namespace lite2pg {

/// Which rows of the two tables there are; empty: all. As RowConditions has it.
struct WantedRows {
  std::string_view of_child, of_parent;
};

/// SELECT of the rowid, or of the primary key, of each row of `child` whose key columns are all set and match no row of
/// the parent. Compares as foreign keys do: with affinity and collation of the parent alone (section 3.1.1 of
/// https://sqlite.org/foreignkeys.html); the unary plus takes those of the child away.
[[nodiscard]] std::string orphan_sql(const Table& child, const ForeignKey& key, const ParentKey& parent,
                                     const WantedRows& wanted = {});

/// SELECT of what names a row of `child`, then what names the row of the parent that it refers to. `parent.parent` is
/// there.
[[nodiscard]] std::string referring_sql(const Table& child, const ForeignKey& key, const ParentKey& parent);

/// How many columns name a row of `table` in these; 0: none can.
[[nodiscard]] std::size_t locator_columns(const Table& table);

}  // namespace lite2pg
