// ORDER BY, LIMIT, and whether a query has at most one row.
#include <algorithm>

#include "common/text.h"
#include "mapping/sql/operands/literal.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/sql/translator/functions.h"
#include "mapping/sql/translator/select_translator.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

std::optional<std::int64_t> whole_number(const Expr& e) {
  const auto value = literal_value(e);
  if (!value || value->view().storage() != StorageClass::integer) return std::nullopt;
  return value->view().integer();
}

/// Whether the expression, and no query inside it, names a column of the scope itself.
bool names_column_of(const Expr& e, const Scope& scope) {
  if (e.kind == ExprKind::name && scope.find_here(e) != nullptr) return true;
  return e.select != nullptr ||
         std::ranges::any_of(e.args, [&](const Expr& arg) { return names_column_of(arg, scope); });
}

/// Key columns that a condition holds at one value: id = 5 AND ...
void add_fixed(const Expr& e, const Scope& scope, std::set<const ScopeColumn*>& fixed) {
  if (e.kind != ExprKind::binary) return;
  if (e.text == "AND") {
    for (const Expr& arg : e.args) add_fixed(arg, scope, fixed);
  }
  if (e.text != "=") return;
  for (const std::size_t side : {0U, 1U}) {
    const Expr& name = e.args[side];
    if (name.kind != ExprKind::name || names_column_of(e.args[1 - side], scope)) continue;
    if (const ScopeColumn* column = scope.find_here(name)) fixed.insert(column);
  }
}

const Expr& uncollated(const Expr& e) { return e.kind == ExprKind::collate ? e.args[0] : e; }

bool same_value(const Operand& a, const Operand& b) {
  if (a.column != nullptr && b.column != nullptr) return a.column->sql == b.column->sql;
  return a.column == b.column && a.sql == b.sql && a.kind != ValueKind::opaque;
}

}  // namespace

/// The result column that a term of ORDER BY means: by number, by alias, or by being the same.
std::optional<std::size_t> SelectTranslator::output_of(const Expr& e, Part& part, bool required) {
  if (const auto number = whole_number(e)) {
    const auto count = static_cast<std::int64_t>(part.columns.size());
    if (*number < 1 || *number > count) refuse(e, "ORDER BY a column that is not there");
    return static_cast<std::size_t>(*number - 1);
  }
  if (e.kind == ExprKind::name && e.names.size() == 1 && part.core != nullptr) {
    for (std::size_t c = 0; c < part.columns.size(); ++c) {
      if (!part.columns[c].alias.empty() && equals_ignoring_case(part.columns[c].alias, e.names[0])) return c;
    }
  }
  if (!required) return std::nullopt;
  const Operand value = Translator(*part.scope, options(part, part.grouped)).translate(e);
  for (std::size_t c = 0; c < part.columns.size(); ++c) {
    if (same_value(part.columns[c].value, value)) return c;
  }
  refuse(e, "ORDER BY what is not among the results of DISTINCT or of a compound query");
}

/// With `wrapped`, the terms are results of that query, to be read behind `prefix`.
std::string SelectTranslator::order_terms(const Select& select, Part& part, const Query* wrapped,
                                          const std::string& prefix) {
  std::string sql;
  for (const OrderTerm& term : select.order_by) {
    const bool collated = wrapped != nullptr && term.expr.kind == ExprKind::collate;
    const auto output = output_of(collated ? term.expr.args[0] : term.expr, part, wrapped != nullptr);
    Operand value;
    if (wrapped != nullptr) {
      ScopeColumn column = wrapped->columns[*output];
      column.sql = prefix + column.sql;
      value = column_operand(*keep(std::move(column)));
      if (collated) value.collation = builtin_collation(term.expr.text);
    } else if (output) {
      value = part.columns[*output].value;
    } else {
      value = order_value(term.expr, part);
    }
    add_term(sql, order_sql(value, term, utf8_));
  }
  return sql.empty() ? sql : " ORDER BY " + sql;
}

Operand SelectTranslator::order_value(const Expr& e, Part& part) {
  if (part.grouped) require_grouped(part, e);
  TranslatorOptions here = options(part, part.grouped);
  here.windows = part.core == nullptr ? nullptr : &part.core->windows;
  return Translator(*part.scope, here).translate(e);
}

/// Adds what ORDER BY goes by and is no result, all of it or nothing.
void SelectTranslator::carry_order(const Select& select, std::vector<Part>& parts) {
  Part& part = parts.front();
  if (parts.size() > 1 || part.core == nullptr || part.grouped) return;
  const std::size_t read = part.columns.size();
  for (const OrderTerm& term : select.order_by) {
    const Expr& e = uncollated(term.expr);
    if (output_of(e, part, false) || (e.kind == ExprKind::name && column_named(e, part) < part.columns.size()))
      continue;
    Operand value = order_value(e, part);
    // As sort_key has it: what is computed is ordered by bytes.
    if (value.column == nullptr && !value.collation_given) value.collation = Collation::binary;
    part.columns.push_back({"order", {}, std::move(value), &e});
    try {
      (void)write_output(part.columns.back(), false);
    } catch (const SqlError&) {  // What sorts may be none that is read.
      part.columns.erase(part.columns.begin() + static_cast<std::ptrdiff_t>(read), part.columns.end());
      return;
    }
  }
}

/// For whoever takes rows in the order of this query.
void SelectTranslator::note_order(const Select& select, std::vector<Part>& parts, Query& query) {
  Part& first = parts.front();
  std::set<std::string> values;
  for (const OrderTerm& term : select.order_by) {
    const bool collated = term.expr.kind == ExprKind::collate;
    const Expr& e = uncollated(term.expr);
    const auto output = output_of(e, first, parts.size() > 1);
    const std::size_t column = output ? *output : column_of(e, first);
    if (column == first.columns.size()) return query.order.clear();
    const Operand& value = first.columns[column].value;
    if (!collated && value.column != nullptr && value.collation == Collation::binary) values.insert(value.column->sql);
    query.order.push_back(
        {column, collated ? builtin_collation(term.expr.text) : std::nullopt, term.descending, term.nulls_first});
  }
  query.ordered_apart = parts.size() == 1 && first.core != nullptr && !first.grouped && !query.order.empty() &&
                        tells_rows_apart(*first.scope, values);
}

/// The result that a term of ORDER BY is, or the column that is carried for it; how many there are when none is.
std::size_t SelectTranslator::column_of(const Expr& e, const Part& part) const {
  const auto carried = std::ranges::find(part.columns, &e, &OutputColumn::expr);
  if (carried != part.columns.end()) return static_cast<std::size_t>(carried - part.columns.begin());
  return e.kind == ExprKind::name ? column_named(e, part) : part.columns.size();
}

/// The result that is the column of that name; how many there are when none is.
std::size_t SelectTranslator::column_named(const Expr& name, const Part& part) const {
  const ScopeColumn* column = part.scope->find_here(name);
  const auto found = std::ranges::find_if(part.columns, [&](const OutputColumn& c) {
    return column != nullptr && c.value.column != nullptr && c.value.column->sql == column->sql;
  });
  return static_cast<std::size_t>(found - part.columns.begin());
}

/// PostgreSQL orders the rows of DISTINCT and UNION by the results alone: there a query around them does.
std::string SelectTranslator::ordered(const Select& select, std::vector<Part>& parts, const Query& query,
                                      const std::string& sql) {
  const std::string limit = limit_sql(select, query.single);
  if (select.order_by.empty()) return sql + limit;
  Part& first = parts.front();
  if (parts.size() == 1 && (first.core == nullptr || !first.core->distinct)) {
    return sql + order_terms(select, first, nullptr, "") + limit;
  }
  const std::string alias = alias_for("rows");
  const std::string terms = order_terms(select, first, &query, quote_identifier(alias) + ".");
  return "SELECT * FROM (" + sql + ") AS " + quote_identifier(alias) + " " + query.column_list() + terms + limit;
}

/// A negative LIMIT is none.
std::string SelectTranslator::limit_sql(const Select& select, bool single) {
  if (!select.limit) return {};
  const auto limit = whole_number(*select.limit);
  const auto offset = select.offset ? whole_number(*select.offset) : 0;
  if (!limit || !offset) refuse(*select.limit, "LIMIT or OFFSET that is computed");
  if (&select == exists_ && *limit > 0 && *offset <= 0) return {};
  const bool cuts = *limit >= 0 || *offset > 0;
  if (cuts && !single) {
    if (select.order_by.empty()) refuse(*select.limit, "LIMIT without ORDER BY: which rows it leaves is left open");
    note("of rows that ORDER BY puts in the same place, LIMIT may leave others");
  }
  std::string sql;
  if (*limit >= 0) sql += " LIMIT " + std::to_string(*limit);
  if (*offset > 0) sql += " OFFSET " + std::to_string(*offset);
  return sql;
}

bool SelectTranslator::gives_one_row(const Select& select, const Part& part) const {
  if (select.limit && whole_number(*select.limit) == 1) return !select.order_by.empty() || part.core == nullptr;
  if (part.core == nullptr) return true;
  if (part.core->group_by.empty() && (part.grouped || part.core->from.empty())) return true;
  const auto& tables = part.scope->tables();
  if (tables.size() != 1 || !tables.front().has_key || !part.core->where) return false;
  std::set<const ScopeColumn*> fixed;
  add_fixed(*part.core->where, *part.scope, fixed);
  return std::ranges::all_of(tables.front().columns,
                             [&](const ScopeColumn& c) { return c.key_position == 0 || fixed.contains(&c); });
}

}  // namespace lite2pg
