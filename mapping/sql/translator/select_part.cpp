// One SELECT: https://sqlite.org/lang_select.html section 2.
#include <algorithm>
#include <utility>

#include "common/text.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/sql/parser/walk.h"
#include "mapping/sql/translator/select_translator.h"

namespace lite2pg {
namespace {

/// The expression that names a result column: COLLATE and likely() do not count.
const Expr& named(const Expr& e) {
  if (e.kind == ExprKind::collate) return named(e.args[0]);
  const bool hint = e.kind == ExprKind::call && !e.args.empty() &&
                    (e.text == "likely" || e.text == "unlikely" || e.text == "likelihood");
  return hint ? named(e.args[0]) : e;
}

bool calls_aggregate(const SelectCore& core, const Select* ordered_by) {
  const bool in_results =
      std::ranges::any_of(core.columns, [](const ResultColumn& c) { return !c.star && has_aggregate(c.expr); });
  const bool in_order = ordered_by != nullptr && std::ranges::any_of(ordered_by->order_by, [](const OrderTerm& term) {
                          return has_aggregate(term.expr);
                        });
  return in_results || in_order || (core.having && has_aggregate(*core.having));
}

/// Whether group_concat or string_agg is called in the results, without an ORDER BY of its own.
bool joins_as_they_come(const SelectCore& core) {
  const auto joins = [](const Expr& e) {
    const bool joining = e.kind == ExprKind::call && (e.text == "group_concat" || e.text == "string_agg");
    return joining && (e.clauses == nullptr || e.clauses->order_by.empty());
  };
  return std::ranges::any_of(core.columns, [&](const ResultColumn& c) { return !c.star && contains(c.expr, joins); });
}

/// sum(outer.x) would be a sum of the query around this one.
void refuse_outer_aggregates(const Expr& e, const Scope& scope, bool within) {
  within = within || is_aggregate(e);
  if (within && e.kind == ExprKind::name && scope.find_here(e) == nullptr && scope.find(e) != nullptr) {
    refuse(e, "an aggregate over columns of the query around it");
  }
  for (const Expr* part : parts_of(e)) refuse_outer_aggregates(*part, scope, within);
}

}  // namespace

TranslatorOptions SelectTranslator::options(const Part& part, bool aggregates) {
  const auto* aliases = part.core == nullptr ? nullptr : &part.core->columns;
  return {.queries = this, .aggregates = aggregates, .aliases = aliases, .utf8 = utf8_, .notes = &notes_};
}

SelectTranslator::Part SelectTranslator::translate_part(const SelectCore& core, const Scope* outer,
                                                        const Select* ordered_by) {
  Part part;
  part.scope = std::make_unique<Scope>(outer);
  part.core = &core;
  const bool before = std::exchange(joins_rows_, core.from.size() == 1 && joins_as_they_come(core));
  const SelectCore* const core_before = std::exchange(core_, &core);
  if (!core.from.empty()) part.from = " FROM " + translate_from(core.from, *part.scope);
  core_ = core_before;
  joins_rows_ = before;
  if (core.where) {
    part.where = " WHERE " + Translator(*part.scope, options(part, false)).truth(*core.where).sql;
  }
  part.grouped = !core.group_by.empty() || calls_aggregate(core, ordered_by);
  if (core.having && !part.grouped) refuse(*core.having, "HAVING without GROUP BY");
  if (outer != nullptr) {
    for (const ResultColumn& c : core.columns) refuse_outer_aggregates(c.expr, *part.scope, false);
    if (core.having) refuse_outer_aggregates(*core.having, *part.scope, false);
  }
  translate_grouping(part);
  add_columns(part);
  if (core.having) {
    require_grouped(part, *core.having);
    part.having = " HAVING " + Translator(*part.scope, options(part, true)).truth(*core.having).sql;
  }
  return part;
}

SelectTranslator::Part SelectTranslator::values_part(const std::vector<Expr>& row, const Scope* outer) {
  Part part;
  part.scope = std::make_unique<Scope>(outer);
  for (const Expr& e : row) {
    Operand value = Translator(*part.scope, options(part, false)).translate(e);
    part.columns.push_back({"column" + std::to_string(part.columns.size() + 1), {}, std::move(value), &e});
  }
  return part;
}

void SelectTranslator::add_columns(Part& part) {
  for (const ResultColumn& column : part.core->columns) {
    if (column.star) {
      add_star(part, column);
      continue;
    }
    if (part.grouped) require_grouped(part, column.expr);
    TranslatorOptions here = options(part, part.grouped);
    here.aliases = nullptr;  // Results do not see each other.
    here.windows = &part.core->windows;
    Operand value = Translator(*part.scope, here).translate(column.expr);
    if (value.apart && part.core == apart_) value.kind = ValueKind::text;
    // A column that is grouped by what it stands for is that no longer itself.
    const bool column_itself = value.column != nullptr && (!value.uncollated || value.column->merged);
    if (part.grouped && column_itself && !part.group.contains(value.column->sql)) {
      value = known(std::move(value), column.expr);
      value.column = nullptr;
    }
    const Expr& e = named(column.expr);
    const ScopeColumn* source = e.kind == ExprKind::name ? part.scope->find(e) : nullptr;
    std::string name = !column.alias.empty() ? column.alias : source != nullptr ? source->name : column.written;
    part.columns.push_back({std::move(name), column.alias, std::move(value), &column.expr});
  }
}

void SelectTranslator::add_star(Part& part, const ResultColumn& column) {
  bool found = false;
  for (const ScopeTable& table : part.scope->tables()) {
    const bool of_table = !column.star_table.empty();
    if (of_table && !equals_ignoring_case(table.name, column.star_table)) continue;
    if (!table.complete) refuse(column.expr, "* of " + table.name + ", whose columns are not all carried");
    found = true;
    for (const ScopeColumn& c : table.columns) {
      if (c.hidden && !of_table) continue;
      const ScopeColumn& meant = of_table || c.joined == nullptr ? c : *c.joined;
      if (part.grouped) require_column_grouped(part, meant, column.expr);
      part.columns.push_back({c.name, {}, column_operand(meant), &column.expr});
    }
  }
  if (!found) refuse(column.expr, "no table " + column.star_table);
}

}  // namespace lite2pg
