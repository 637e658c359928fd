// Text that PostgreSQL computes of constants alone.
#pragma once

#include "mapping/sql/parser/syntax.h"

namespace lite2pg {

/// The first call or comparison in `e` that PostgreSQL folds into a constant and that needs a collation for it;
/// nullptr: none. CREATE TABLE folds generated columns before it assigns collations, and fails (42P22, seen
/// with 15.18): replace('a', 'b', 'c'), lower(coalesce('A', x)). Borrowed from `e`.
[[nodiscard]] const Expr* constant_text_in(const Expr& e);

}  // namespace lite2pg
