// Indexes: from SQLite's parts to the parts of CREATE INDEX (https://www.postgresql.org/docs/15/sql-createindex.html).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mapping/plan/plan.h"
#include "mapping/sql/operands/scope.h"
#include "mapping/sql/translator/translator.h"

namespace lite2pg {

/// An index taken over to PostgreSQL.
struct PlannedIndex {
  std::vector<std::string> parts;  ///< As between the parentheses, with order.
  std::string where;               ///< Empty when it has no predicate.
  bool plain = true;               ///< Every part is a column as it is, ascending: can be a constraint.
  bool hash = false;               ///< USING hash
  Notes notes;                     ///< What is not as it was; not empty: changed.
  std::string refusal;             ///< Why it cannot be; nothing else counts then.
};

/// What deciding about the index of a table needs.
struct IndexContext {
  const TablePlan& table;
  const Table& source;
  const Scope& scope;
  const TableCensus* census;  ///< May be null.
  bool utf8;
};

[[nodiscard]] PlannedIndex plan_index_parts(const IndexContext& context, const Index& index);

[[nodiscard]] std::string create_index_sql(const PlannedIndex& index, bool unique, const std::string& name,
                                           const std::string& table);

}  // namespace lite2pg
