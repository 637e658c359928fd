// FROM and its joins: https://sqlite.org/lang_select.html section 2.1. Commas join from left to right, as JOIN does.
#include "mapping/sql/translator/from_clause.h"

#include <algorithm>

#include "common/text.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/sql/translator/select_translator.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

/// A row without partner has NULL in every column.
void make_nullable(Scope& scope, std::size_t first, std::size_t end) {
  for (std::size_t t = first; t < end; ++t) {
    for (ScopeColumn& c : scope.tables()[t].columns) c.not_null = false;
  }
}

bool is_outer(const FromItem& item) { return item.join == JoinKind::right || item.join == JoinKind::full; }

/// SQLite makes a subquery of them, whose columns answer to names by rules of their own.
void refuse_names_in_parentheses(const std::vector<FromItem>& items, bool outer) {
  outer = outer || std::ranges::any_of(items, is_outer);
  for (const FromItem& item : items) {
    for (const FromItem& inner : item.group) {
      if (!inner.natural && inner.using_columns.empty()) continue;
      if (outer || std::ranges::any_of(item.group, is_outer))
        throw SqlError("a join by names of columns in parentheses beside RIGHT or FULL JOIN", inner.begin);
    }
    if (!item.group.empty()) refuse_names_in_parentheses(item.group, outer);
  }
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

bool is_plain_equation(std::string_view sql) noexcept {
  const std::size_t equals = sql.find(" = ");
  return equals != sql.npos && sql.find(" = ", equals + 1) == sql.npos && sql.find(" CASE ") == sql.npos &&
         !sql.starts_with("(CASE");
}

void refuse_full_join(const FromItem& item) {
  throw SqlError("FULL JOIN by other than equal columns of both sides", item.begin);
}

std::string SelectTranslator::translate_from(const std::vector<FromItem>& items, Scope& scope) {
  refuse_names_in_parentheses(items, false);
  const bool outer = std::ranges::any_of(items, is_outer);
  std::string sql;
  for (const FromItem& item : items) {
    const std::size_t first = scope.tables().size();
    const std::string text = translate_item(item, scope, items);
    if (&item == items.data()) {
      sql = text;
      continue;
    }
    const std::string condition = join_condition(item, scope, first, outer);
    const bool full = item.join == JoinKind::full;
    const bool left = full || item.join == JoinKind::left, right = is_outer(item);
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
    if (column != nullptr && column->merged) return false;  // By a join before this one.
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
      if (a && b && *a != *b && is_plain_equation(sql)) return;
    }
    part = both ? part->args.data() : nullptr;
  }
  refuse_full_join(item);
}

std::string SelectTranslator::join_condition(const FromItem& item, Scope& scope, std::size_t first, bool outer) {
  const std::string by_names = join_by_names(item, scope, first, outer);
  if (item.join == JoinKind::full && by_names.empty()) require_equality(item, scope, first);
  if (!item.on) return by_names;
  return Translator(scope, {.queries = this, .utf8 = utf8_, .notes = &notes_}).truth(*item.on).sql;
}

std::string SelectTranslator::translate_item(const FromItem& item, Scope& scope, const std::vector<FromItem>& items) {
  if (item.is_function) {
    if (std::ranges::any_of(items, is_outer))
      throw SqlError("a table-valued function beside RIGHT or FULL JOIN", item.begin);
    return json_rows(item, scope, items.size() == 1);
  }
  if (!item.group.empty()) {
    // PostgreSQL does not look out of the parentheses.
    const bool function = std::ranges::any_of(item.group, &FromItem::is_function);
    if (!item.alias.empty() || !scope.tables().empty() || function) throw SqlError("a join in parentheses", item.begin);
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
