// Full-text tables of SQLite, and what serves for one in PostgreSQL: a generated tsvector column of the table whose
// text it indexes, with a GIN index.
#pragma once

#include <string>
#include <vector>

#include "mapping/plan/plan.h"
#include "mapping/sql/parser/statements.h"

namespace lite2pg {

/// https://sqlite.org/fts5.html section 4, https://sqlite.org/fts3.html section 6.2
struct FullTextTable {
  std::vector<std::string> columns;  ///< Indexed ones.
  std::vector<std::string> stored;   ///< All of them.
  std::string content;               ///< The table whose text they are; empty for one that keeps its own, or none.
  bool keeps_text = true;            ///< Its own.
};
[[nodiscard]] FullTextTable read_full_text(const CreateVirtualTable& table);

/// The column over all indexed ones, computed by `configuration`: 'english', 'simple', ... In `refusal` why there can
/// be none; empty when there is.
[[nodiscard]] ColumnPlan search_column(const FullTextTable& text, const TablePlan& content, const std::string& name,
                                       const std::string& configuration, std::string& refusal);

}  // namespace lite2pg
