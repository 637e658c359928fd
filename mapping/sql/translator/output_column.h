// Result columns of a query: from what SQLite computes to how PostgreSQL is to write it, and what it is to whoever
// reads it from outside.
#pragma once

#include <string>
#include <vector>

#include "mapping/sql/operands/scope.h"
#include "mapping/sql/parser/syntax.h"
#include "mapping/sql/translator/translator.h"

namespace lite2pg {

struct OutputColumn {
  std::string name;            ///< As SQLite names it, before it makes names unique.
  std::string alias;           ///< Behind AS; may be empty.
  Operand value;               ///< As translated, not settled.
  const Expr* expr = nullptr;  ///< Where it is written; for refusals.
};

/// The text between SELECT and FROM, and the column that readers of the query see (its `sql` is for them to set).
struct WrittenColumn {
  std::string sql;
  ScopeColumn column;
};

/// Bare columns stay as they are kept, so that their types live on; all else becomes the type of its kind. `compared`:
/// equal rows become one (DISTINCT, UNION), so that equality must be SQLite's.
[[nodiscard]] WrittenColumn write_output(const OutputColumn& output, bool compared);

/// The columns in one place of the parts of a compound query: all of one type.
[[nodiscard]] std::vector<WrittenColumn> write_outputs(const std::vector<const OutputColumn*>& outputs, bool compared);

/// coalesce() of columns that are joined by their name, of one type; the values of one place of a compound query are
/// made so too. Versions of SQLite differ in whether it has an affinity: see ScopeColumn::mixed and doubtful.
[[nodiscard]] ScopeColumn merged_column(const std::vector<const ScopeColumn*>& columns, const Expr& e);

/// What text or number puts a value where SQLite's ORDER BY has it; equal for what SQLite takes for equal. Empty for
/// what is the same in every row.
[[nodiscard]] std::string sort_key(const Operand& value, const Expr& e, bool utf8);

/// ORDER BY by a value as SQLite orders it: "x" COLLATE "C" DESC NULLS LAST. Empty for what is the same in every row.
[[nodiscard]] std::string order_sql(const Operand& value, const OrderTerm& term, bool utf8);

/// Adds a term, which may be empty, to the list behind ORDER BY.
void add_term(std::string& list, const std::string& term);

/// A bare column whose PostgreSQL values are equal when SQLite's are.
[[nodiscard]] bool has_equality(const Operand& value);
/// Refuses text that is compared without letter case or blanks at the end.
void require_binary(const Operand& value, const Expr& e);

}  // namespace lite2pg
