// USING and NATURAL: https://sqlite.org/lang_select.html section 2.1 and, for RIGHT and FULL JOIN, what SQLite does
// since 3.39 (sqlite3ProcessJoin and lookupName). The bare name and * mean the left column; the right one where a RIGHT
// JOIN joined by it; coalesce() of both, a function without collation, where a FULL JOIN did.
#include <algorithm>

#include "common/text.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/sql/translator/from_clause.h"
#include "mapping/sql/translator/select_translator.h"

namespace lite2pg {
namespace {

Expr named_expr(const std::string& name, std::size_t position) {
  Expr e;
  e.kind = ExprKind::name;
  e.names = {name};
  e.quoted = true;
  e.begin = position;
  return e;
}

/// The columns of that bare name in the tables from `first` to `end`; behind the first one only those that were joined
/// by it.
std::vector<ScopeColumn*> columns_named(const std::string& name, Scope& scope, std::size_t first, std::size_t end,
                                        const FromItem& item) {
  std::vector<ScopeColumn*> found;
  for (std::size_t t = first; t < end; ++t) {
    for (ScopeColumn& c : scope.tables()[t].columns) {
      if (!equals_ignoring_case(c.name, name)) continue;
      if (!found.empty() && !c.hidden) throw SqlError("the name " + name + " is ambiguous", item.begin);
      found.push_back(&c);
    }
  }
  return found;
}

std::vector<std::string> shared_names(const FromItem& item, Scope& scope, std::size_t first) {
  if (!item.natural) return item.using_columns;
  for (const ScopeTable& table : scope.tables()) {
    if (!table.complete)
      throw SqlError("NATURAL JOIN of " + table.name + ", whose columns are not all carried", item.begin);
  }
  std::vector<std::string> names;
  for (std::size_t t = first; t < scope.tables().size(); ++t) {
    for (const ScopeColumn& c : scope.tables()[t].columns) {
      if (!c.hidden && !columns_named(c.name, scope, 0, first, item).empty()) names.push_back(c.name);
    }
  }
  return names;
}

/// What the next column is compared with: where there is a RIGHT or FULL JOIN, the first of the columns joined so far
/// that is not NULL.
ScopeColumn compared_column(const std::vector<ScopeColumn*>& columns, bool outer, const Expr& e) {
  if (columns.size() == 1 || !outer) return *columns.front();
  ScopeColumn result = merged_column({columns.begin(), columns.end()}, e);
  // Beside a column of the same affinity it does not matter whether it has one.
  const bool same = std::ranges::all_of(columns, [&](const ScopeColumn* c) {
    return c->affinity == columns.front()->affinity && !c->mixed && !c->doubtful;
  });
  if (same) result.affinity = columns.front()->affinity, result.mixed = result.doubtful = false;
  return result;
}

}  // namespace

std::string SelectTranslator::join_by_names(const FromItem& item, Scope& scope, std::size_t first, bool outer) {
  std::string sql;
  bool plain = false;
  for (const std::string& name : shared_names(item, scope, first)) {
    const std::string equal = join_by_name(name, item, scope, first, outer);
    sql += (sql.empty() ? "" : " AND ") + equal;
    plain = plain || is_plain_equation(equal);
  }
  if (item.join == JoinKind::full && !sql.empty() && !plain) refuse_full_join(item);
  return sql;
}

std::string SelectTranslator::join_by_name(const std::string& name, const FromItem& item, Scope& scope,
                                           std::size_t first, bool outer) {
  const std::vector<ScopeColumn*> left = columns_named(name, scope, 0, first, item);
  const std::vector<ScopeColumn*> right = columns_named(name, scope, first, scope.tables().size(), item);
  if (left.empty() || right.empty()) throw SqlError("no column " + name + " to join by", item.begin);
  ScopeColumn& theirs = *left.front();
  ScopeColumn& ours = *right.front();
  for (const ScopeColumn* c : {&theirs, &ours}) {
    if (c->any_class || !c->absent.empty()) throw SqlError("a join by the names of json_each()", item.begin);
  }
  const Expr e = named_expr(name, item.begin);
  const ScopeColumn compared = compared_column(left, outer, e);
  Translator t(scope, {.queries = this, .utf8 = utf8_, .notes = &notes_});
  const Operand equal = t.compare("=", column_operand(compared), column_operand(ours), e);
  ours.hidden = true;
  if (item.join == JoinKind::right) theirs.joined = &ours;
  if (item.join == JoinKind::full) {
    const ScopeColumn* const so_far = theirs.joined == nullptr ? &theirs : theirs.joined;
    theirs.joined = keep(merged_column({so_far, &ours}, e));
  }
  return equal.sql;
}

}  // namespace lite2pg
