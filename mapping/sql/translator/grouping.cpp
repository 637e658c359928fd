// GROUP BY and what may stand beside it. SQLite lets a result be any column and takes its value from any row of the
// group; PostgreSQL does not, and neither could be relied upon.
#include <algorithm>

#include "common/text.h"
#include "mapping/sql/operands/literal.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/sql/parser/walk.h"
#include "mapping/sql/translator/select_translator.h"

namespace lite2pg {
namespace {

bool has_subquery(const Expr& e) { return e.select != nullptr || std::ranges::any_of(e.args, has_subquery); }

/// By number or as it is.
const Expr& group_expr(const Expr& e, const SelectCore& core) {
  const auto number = literal_value(e);
  if (!number) return e;
  const auto at = number->view().storage() == StorageClass::integer ? number->view().integer() - 1 : -1;
  if (at < 0 || at >= static_cast<std::int64_t>(core.columns.size())) refuse(e, "GROUP BY a constant");
  const ResultColumn& column = core.columns[static_cast<std::size_t>(at)];
  if (std::ranges::any_of(core.columns, &ResultColumn::star)) refuse(e, "GROUP BY a number beside *");
  return column.expr;
}

}  // namespace

void SelectTranslator::translate_grouping(Part& part) {
  for (const Expr& written : part.core->group_by) {
    const Expr& e = group_expr(written, *part.core);
    const Operand value = Translator(*part.scope, options(part, false)).translate(e);
    if (value.is_literal()) refuse(e, "GROUP BY a constant");
    if (value.volatility == Volatility::volatile_) refuse(e, "GROUP BY a value that changes from call to call");
    require_binary(value, e);
    const std::string sql = has_equality(value) ? value.column->sql : known(value, e).sql;
    if (part.group.insert(sql).second) part.terms.push_back(sql);
  }
}

bool SelectTranslator::is_group_term(Part& part, const Expr& e) {
  if (has_aggregate(e) || has_window(e) || has_subquery(e)) return false;
  const Operand value = Translator(*part.scope, options(part, true)).translate(e);
  if (has_equality(value) && part.group.contains(value.column->sql)) return true;
  if (value.kind == ValueKind::opaque || value.kind == ValueKind::json) return false;
  return part.group.contains(known(value, e).sql);
}

void SelectTranslator::require_grouped(Part& part, const Expr& e) {
  if (literal_value(e) || is_group_term(part, e)) return;
  if (is_aggregate(e)) return;  // Aggregates do not nest: another one inside is refused where it is translated.
  if (e.kind == ExprKind::name) {
    if (const ScopeColumn* column = part.scope->find_here(e)) return require_column_grouped(part, *column, e);
    for (const ResultColumn& column : part.core->columns) {
      const bool means_it = e.names.size() == 1 && !column.alias.empty() && !column.star;
      if (means_it && equals_ignoring_case(column.alias, e.names[0])) return require_grouped(part, column.expr);
    }
  }
  if (e.select != nullptr) {
    // Aliases are unique: where a column's text does not stand, the column is not used.
    const std::string sql = translate(*e.select, part.scope.get()).sql;
    for (const ScopeTable& table : part.scope->tables()) {
      for (const ScopeColumn& c : table.columns) {
        if (sql.find(c.sql) != std::string::npos) require_column_grouped(part, c, e);
      }
    }
  }
  for (const Expr* below : parts_of(e)) require_grouped(part, *below);
}

/// A column that follows from the key of its table may be added to what rows are grouped by.
void SelectTranslator::require_column_grouped(Part& part, const ScopeColumn& column, const Expr& e) {
  if (part.group.contains(column.sql)) return;
  const auto owner = std::ranges::find_if(part.scope->tables(), [&](const ScopeTable& table) {
    return std::ranges::any_of(table.columns, [&](const ScopeColumn& c) { return c.sql == column.sql; });
  });
  const bool follows = owner != part.scope->tables().end() && owner->has_key &&
                       std::ranges::all_of(owner->columns, [&](const ScopeColumn& c) {
                         return c.key_position == 0 || part.group.contains(c.sql);
                       });
  if (!follows) refuse(e, column.name + " is not in GROUP BY: SQLite takes it from any row of the group");
  if (column.by_hand || column.codec.id() == CodecId::json) refuse(e, column.name + " cannot be grouped by");
  part.group.insert(column.sql);
  part.terms.push_back(column.sql);
}

}  // namespace lite2pg
