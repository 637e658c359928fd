// The query for rows without a parent, as text. Pure.
#pragma once

#include <string>

#include "export/survey/parent_key.h"
#include "mapping/source/schema.h"

namespace lite2pg {

/// SELECT of the rowid, or of the primary key, of each row of `child` whose key columns are all set and match no row of
/// the parent. Compares as foreign keys do: with affinity and collation of the parent alone (section 3.1.1 of
/// https://sqlite.org/foreignkeys.html); the unary plus takes those of the child away.
[[nodiscard]] std::string orphan_sql(const Table& child, const ForeignKey& key, const ParentKey& parent);

}  // namespace lite2pg
