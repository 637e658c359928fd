// group_concat and string_agg (https://sqlite.org/lang_aggfunc.html#group_concat). SQLite joins in the order in which
// rows come to it: that of a subquery's ORDER BY, which it keeps for these functions, or whatever its plan gives.
#include <set>

#include "mapping/sql/translator/functions.h"
#include "mapping/sql/translator/output_column.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

std::string separator(const Expr& e) {
  if (e.args.size() < 2) return "','";
  if (e.args[1].kind != ExprKind::string) refuse(e.args[1], e.text + "() with a separator that is computed");
  return quote_literal(e.args[1].text);
}

/// Written within the call, from SQLite 3.44 on.
std::string written_order(Translator& t, const Expr& e, bool& fixed) {
  TranslatorOptions inside = t.options();
  inside.aggregates = false;
  inside.windows = nullptr;
  inside.aliases = nullptr;
  std::string sql;
  std::set<std::string> columns;
  for (const OrderTerm& term : e.clauses->order_by) {
    const Operand value = Translator(t.scope(), inside).translate(term.expr);
    if (value.column != nullptr) columns.insert(value.column->sql);
    add_term(sql, order_sql(value, term, t.options().utf8));
  }
  fixed = tells_rows_apart(t.scope(), columns);
  return sql;
}

/// By the key of the only table, which is how SQLite would most often meet its rows.
std::string key_order(const ScopeTable& table, bool utf8) {
  std::string sql;
  const Expr none;
  for (int position = 1; table.has_key; ++position) {
    const auto column = std::ranges::find(table.columns, position, &ScopeColumn::key_position);
    if (column == table.columns.end()) break;
    add_term(sql, sort_key(column_operand(*column), none, utf8));
  }
  return sql;
}

void note(Translator& t, const Expr& e, const std::string& what) { t.options().queries->note(e.text + "(): " + what); }

std::string order_of_rows(Translator& t, const Expr& e, const std::string& text) {
  if (e.clauses != nullptr && !e.clauses->order_by.empty()) {
    bool fixed = false;
    std::string order = written_order(t, e, fixed);
    if (!fixed) note(t, e, "rows that ORDER BY puts in the same place may come otherwise");
    return order;
  }
  const auto& tables = t.scope().tables();
  const bool one = tables.size() == 1 && !e.distinct;
  if (one && !tables.front().order.empty()) {
    if (!tables.front().ordered_apart) note(t, e, "rows that ORDER BY puts in the same place may come otherwise");
    return tables.front().order;
  }
  const std::string key = one ? key_order(tables.front(), t.options().utf8) : "";
  note(t, e,
       "nothing fixes the order in which SQLite joins; here it is that of the " +
           std::string(key.empty() ? "text" : "key"));
  return key.empty() ? text : key;
}

}  // namespace

Operand translate_group_concat(Translator& t, const Expr& e) {
  const Operand raw = raw_argument(t, e);
  if (e.distinct) require_binary(raw, e);
  Operand value = as_text(t, known(raw, e.args[0]), e.args[0]);
  if (value.kind == ValueKind::null) refuse(e, e.text + "() of NULL");
  if (value.volatility == Volatility::volatile_) refuse(e, "a value that changes from call to call");
  value.sql += "::text";  // A literal would be of no type.
  const bool over = e.clauses != nullptr && e.clauses->over;
  if (over && !e.clauses->order_by.empty()) refuse(e, "ORDER BY in a window function");
  const std::string text = e.distinct ? value.sql + " COLLATE \"C\"" : value.sql;
  if (over && raw.kind == ValueKind::text)
    note(t, e, "texts that are all empty give '', and NULL in SQLite up to 3.46");
  std::string order;
  if (!over) order = order_of_rows(t, e, value.sql + " COLLATE \"C\"");
  const std::string by = order.empty() ? "" : " ORDER BY " + order;
  return make_operand(ValueKind::text,
                      "string_agg(" + std::string(e.distinct ? "DISTINCT " : "") + text + ", " + separator(e) + by +
                          ")" + clauses_sql(t, e),
                      Volatility::stable);
}

}  // namespace lite2pg
