// FROM and its joins: https://sqlite.org/lang_select.html section 2.1. Commas join from left to right, as JOIN does.
#include <algorithm>

#include "common/text.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/sql/translator/select_translator.h"
#include "mapping/target/quote.h"

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

/// The column of that bare name in the tables from `first` to `end`; nullptr when there is none.
ScopeColumn* find_between(Scope& scope, std::size_t first, std::size_t end, const FromItem& item,
                          const std::string& name) {
  ScopeColumn* found = nullptr;
  for (std::size_t t = first; t < end; ++t) {
    for (ScopeColumn& c : scope.tables()[t].columns) {
      if (c.hidden || !equals_ignoring_case(c.name, name)) continue;
      if (found != nullptr) throw SqlError("the name " + name + " is ambiguous", item.begin);
      found = &c;
    }
  }
  return found;
}

/// A row without partner has NULL in every column.
void make_nullable(Scope& scope, std::size_t first, std::size_t end) {
  for (std::size_t t = first; t < end; ++t) {
    for (ScopeColumn& c : scope.tables()[t].columns) c.not_null = false;
  }
}

std::vector<std::string> shared_names(const FromItem& item, Scope& scope, std::size_t first) {
  if (!item.natural) return item.using_columns;
  std::vector<std::string> names;
  for (std::size_t t = first; t < scope.tables().size(); ++t) {
    for (const ScopeColumn& c : scope.tables()[t].columns) {
      if (!c.hidden && find_between(scope, 0, first, item, c.name) != nullptr) names.push_back(c.name);
    }
  }
  return names;
}

/// The subquery's ORDER BY, for what joins rows in its order.
void add_order(ScopeTable& table, const Query& query, bool utf8) {
  for (const ResultOrder& by : query.order) {
    const std::size_t read = table.columns.size();
    Operand value = column_operand(by.column < read ? table.columns[by.column] : query.carried[by.column - read]);
    if (by.collation) value.collation = by.collation, value.collation_given = true;
    OrderTerm term;
    term.descending = by.descending;
    term.nulls_first = by.nulls_first;
    add_term(table.order, order_sql(value, term, utf8));
  }
  table.ordered_apart = query.ordered_apart;
}

void add_prefix(std::vector<ScopeColumn>& columns, const std::string& alias) {
  for (ScopeColumn& c : columns) c.sql = quote_identifier(alias) + "." + c.sql;
}

}  // namespace

std::string SelectTranslator::translate_from(const std::vector<FromItem>& items, Scope& scope) {
  std::string sql;
  for (const FromItem& item : items) {
    const std::size_t first = scope.tables().size();
    const std::string text = translate_item(item, scope);
    if (&item == items.data()) {
      sql = text;
      continue;
    }
    const std::string condition = join_condition(item, scope, first);
    const bool full = item.join == JoinKind::full;
    const bool left = full || item.join == JoinKind::left, right = full || item.join == JoinKind::right;
    if (full) require_equality(item, scope, first);
    if (left || right)
      sql += (full   ? " FULL JOIN "
              : left ? " LEFT JOIN "
                     : " RIGHT JOIN ") +
             text + " ON " + (condition.empty() ? "true" : condition);
    else
      sql += (condition.empty() ? " CROSS JOIN " + text : " JOIN " + text + " ON " + condition);
    if (left) make_nullable(scope, first, scope.tables().size());
    if (right) make_nullable(scope, 0, first);
  }
  return sql;
}

/// PostgreSQL joins fully only by a hash: by an equation of two columns, one of either side, among what AND joins.
void SelectTranslator::require_equality(const FromItem& item, Scope& scope, std::size_t first) {
  const auto side_of = [&](const Expr& e) -> std::optional<bool> {
    const ScopeColumn* column = e.kind == ExprKind::name ? scope.find_here(e) : nullptr;
    for (std::size_t t = 0; column != nullptr && t < scope.tables().size(); ++t) {
      const auto& columns = scope.tables()[t].columns;
      if (std::ranges::any_of(columns, [&](const ScopeColumn& c) { return &c == column; })) return t >= first;
    }
    return std::nullopt;
  };
  for (const Expr* part = item.on ? &*item.on : nullptr; part != nullptr;) {
    const bool both = part->kind == ExprKind::binary && part->text == "AND";
    const Expr& last = both ? part->args[1] : *part;
    if (last.kind == ExprKind::binary && last.text == "=") {
      const auto a = side_of(last.args[0]), b = side_of(last.args[1]);
      const std::string sql = Translator(scope, {.queries = this, .utf8 = utf8_}).truth(last).sql;
      const std::size_t equals = sql.find(" = ");
      const bool plain =
          equals != sql.npos && sql.find(" = ", equals + 1) == sql.npos && sql.find(" CASE ") == sql.npos;
      if (a && b && *a != *b && plain && !sql.starts_with("(CASE")) return;
    }
    part = both ? part->args.data() : nullptr;
  }
  throw SqlError("FULL JOIN by other than equal columns of both sides", item.begin);
}

std::string SelectTranslator::join_condition(const FromItem& item, Scope& scope, std::size_t first) {
  std::string sql;
  const std::vector<std::string> names = shared_names(item, scope, first);
  const bool both = item.join == JoinKind::right || item.join == JoinKind::full;
  if (!names.empty() && both) throw SqlError("RIGHT or FULL JOIN by names of columns", item.begin);
  const std::size_t end = scope.tables().size();
  for (const std::string& name : names) {
    const ScopeColumn* theirs = find_between(scope, 0, first, item, name);
    ScopeColumn* ours = find_between(scope, first, end, item, name);
    if (theirs == nullptr || ours == nullptr) throw SqlError("no column " + name + " to join by", item.begin);
    Translator t(scope, {.queries = this, .utf8 = utf8_});
    const Operand equal = t.compare("=", column_operand(*theirs), column_operand(*ours), named_expr(name, item.begin));
    sql += (sql.empty() ? "" : " AND ") + equal.sql;
    ours->hidden = true;
  }
  if (!item.on) return sql;
  return Translator(scope, {.queries = this, .utf8 = utf8_}).truth(*item.on).sql;
}

std::string SelectTranslator::translate_item(const FromItem& item, Scope& scope) {
  if (item.is_function) throw SqlError("table-valued function " + item.table + "()", item.begin);
  if (!item.group.empty()) {
    // PostgreSQL does not look out of the parentheses.
    if (!item.alias.empty() || !scope.tables().empty()) throw SqlError("a join in parentheses", item.begin);
    return "(" + translate_from(item.group, scope) + ")";
  }
  if (item.select) {
    Query query = translate(*item.select, scope.outer(), {}, joins_rows_);
    const std::string alias = alias_for(item.alias);
    std::string sql = derived(query, alias);
    ScopeTable table;
    table.name = item.alias;
    table.columns = query.columns;
    add_prefix(table.columns, alias);
    add_prefix(query.carried, alias);
    add_order(table, query, utf8_);
    scope.add(std::move(table));
    return sql;
  }
  const Relation& relation = find_relation(item);
  ScopeTable table = relation.table;
  table.name = item.alias.empty() ? item.table : item.alias;
  const std::string alias = alias_for(table.name);
  add_prefix(table.columns, alias);
  scope.add(std::move(table));
  return relation.sql + " AS " + quote_identifier(alias);
}

const Relation& SelectTranslator::find_relation(const FromItem& item) {
  if (!item.schema.empty() && !equals_ignoring_case(item.schema, "main")) {
    throw SqlError("another database: " + item.schema, item.begin);
  }
  for (auto common = commons_.rbegin(); item.schema.empty() && common != commons_.rend(); ++common) {
    if (!equals_ignoring_case(common->name, item.table)) continue;
    if (common->relation == nullptr) {
      throw SqlError("common table " + item.table + " refers to itself or to a later one", item.begin);
    }
    return *common->relation;
  }
  return relations_.find(item.table, item.begin);
}

}  // namespace lite2pg
