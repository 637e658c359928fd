// The names that an expression may use: columns of tables, views and subqueries, with what their PostgreSQL columns
// hold.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/plan/plan.h"
#include "mapping/sql/operands/operand.h"
#include "mapping/sql/parser/syntax.h"

namespace lite2pg {

struct ScopeColumn {
  std::string name;  ///< As SQLite calls it.
  std::string sql;   ///< The PostgreSQL column: quoted, with its table where there are several.
  Codec codec;
  std::optional<Affinity> affinity;  ///< None for computed columns of views and subqueries.
  std::string collation;             ///< "", "NOCASE", ...
  bool not_null = false;
  bool generated = false;
  bool rowid = false;      ///< The INTEGER PRIMARY KEY.
  int key_position = 0;    ///< As in Column, when PostgreSQL has the key.
  bool hidden = false;     ///< Joined by USING: the other side answers to the bare name.
  bool by_hand = false;    ///< Its type was chosen by hand, and compares by rules of its own (citext, char(n), inet).
  bool doubtful = false;   ///< Of a UNION whose parts differ in affinity; `merged`, where versions do.
  bool mixed = false;      ///< The same, where it does not matter beside values of the column's own class.
  bool merged = false;     ///< coalesce() of columns that were joined by their name: a column, but with no collation.
  bool any_class = false;  ///< Of json_each(): `sql` is text, {} for what is no text; see Operand::apart.
  std::string absent;      ///< Why it cannot be read at all; mostly empty.
  const ScopeColumn* joined = nullptr;  ///< RIGHT or FULL JOIN by its name: what the bare name and * mean instead.
};

/// A table, view or subquery in FROM, or the table whose constraint is translated.
struct ScopeTable {
  std::string name;  ///< Its alias, or its name.
  std::vector<ScopeColumn> columns;
  bool has_key = false;        ///< Its primary key has no NULL, so that other columns follow from it (GROUP BY).
  bool complete = true;        ///< No column is left out.
  std::string order;           ///< ORDER BY of a subquery, over these columns; empty: none, or by something else.
  bool ordered_apart = false;  ///< No two rows have the same place in it.
};

/// The codec without what only today's rows say: a numeric column that holds nothing but INTEGERs may hold REALs
/// tomorrow, unless the declared affinity rules them out.
[[nodiscard]] Codec codec_of_any_row(Codec codec, Affinity affinity) noexcept;

/// The columns of a planned table, for every row that they may ever hold: the census has no say. `prefix` goes before
/// each column's SQL: "\"alias\"." or nothing.
[[nodiscard]] ScopeTable scope_of(const TablePlan& plan, const Table& table, std::string_view prefix = {});

class Scope {
 public:
  explicit Scope(const Scope* outer = nullptr) : outer_(outer) {}

  void add(ScopeTable table) { tables_.push_back(std::move(table)); }
  [[nodiscard]] std::deque<ScopeTable>& tables() noexcept { return tables_; }
  [[nodiscard]] const std::deque<ScopeTable>& tables() const noexcept { return tables_; }
  [[nodiscard]] const Scope* outer() const noexcept { return outer_; }

  /// The column that a name means here or further out (https://sqlite.org/lang_expr.html section 3); nullptr when there
  /// is none. Throws SqlError when several columns answer to it.
  [[nodiscard]] const ScopeColumn* find(const Expr& name) const;
  /// The same without looking further out.
  [[nodiscard]] const ScopeColumn* find_here(const Expr& name) const;

 private:
  const Scope* outer_;
  std::deque<ScopeTable> tables_;  ///< Stable addresses: operands point to columns.
};

/// The bare column as an operand: its SQLite value rebuilt in SQL by its codec, or opaque with the reason.
[[nodiscard]] Operand column_operand(const ScopeColumn& column);

}  // namespace lite2pg
