// Going through parsed statements: every expression and every table read, however deep.
#pragma once

#include <functional>
#include <vector>

#include "mapping/sql/parser/syntax.h"
#include "mapping/sql/parser/trigger_statement.h"

namespace lite2pg {

/// The expressions right below: arguments, and those in FILTER, OVER and ORDER BY of a call; no queries.
[[nodiscard]] std::vector<const Expr*> parts_of(const Expr& e);
/// Those of a window: its partition, order and frame.
[[nodiscard]] std::vector<const Expr*> parts_of(const WindowClause& window);

/// What is called on the way; either may be empty. The tree is at most as deep as the parser lets it be.
struct Visitor {
  std::function<void(const Expr&)> expression;
  std::function<void(const FromItem&)> item;      ///< Of FROM, in whatever query.
  std::function<void(const ResultColumn&)> star;  ///< * and table.*
  bool into_queries = true;                       ///< Whether queries inside expressions are gone through.
};

void walk(const Expr& e, const Visitor& visitor);
void walk(const Select& select, const Visitor& visitor);
void walk(const SelectCore& core, const Visitor& visitor);
void walk(const FromItem& item, const Visitor& visitor);
/// WHEN and all statements.
void walk(const CreateTrigger& trigger, const Visitor& visitor);

/// Whether any expression in `e` satisfies it; queries inside are looked at too.
[[nodiscard]] bool contains(const Expr& e, const std::function<bool(const Expr&)>& condition);
[[nodiscard]] bool contains(const Select& select, const std::function<bool(const Expr&)>& condition);

/// Whether a window function is called, not looking into queries.
[[nodiscard]] bool has_window(const Expr& e);
/// Whether there is a query inside.
[[nodiscard]] bool has_query(const Expr& e);

}  // namespace lite2pg
