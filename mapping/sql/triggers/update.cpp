// UPDATE and DELETE in triggers: https://sqlite.org/lang_update.html, lang_delete.html
#include <algorithm>

#include "common/text.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/sql/parser/walk.h"
#include "mapping/sql/triggers/trigger_translator.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

const ColumnPlan& planned(const TablePlan& plan, int column) {
  return *std::ranges::find(plan.columns, column, &ColumnPlan::source_index);
}

/// The table's columns by bare name, as statements on it see them.
ScopeTable scope_for(const TriggerTable& table, const std::string& alias) {
  return scope_of(*table.plan, *table.source, quote_identifier(alias) + ".");
}

/// Keys, and what foreign keys point to or come from: to set them in several rows could fail in one order and not in
/// another.
bool is_unique(const Table& table, int column) {
  const auto& c = table.columns[static_cast<std::size_t>(column)];
  return c.key_position > 0 || column == table.rowid_alias || std::ranges::any_of(table.indexes, [&](const Index& i) {
           return i.unique && std::ranges::any_of(i.parts, [&](const IndexPart& p) {
                    return p.column == column || p.column < 0;  // An expression may use any.
                  });
         });
}

void require_one_row(const UpdateStep& step, const TriggerTable& table, bool own) {
  const bool one = !own && step.where && covers_key(fixed_columns(*step.where, *table.source), *table.source);
  if (one) return;
  for (const ColumnAssignment& a : step.set) {
    for (const std::string& name : a.columns) {
      const int column = table.source->find_column(name);
      if (column < 0 || is_unique(*table.source, column)) {
        throw SqlError("it sets the unique column " + name + " in several rows, in whatever order", a.begin);
      }
    }
    if (has_query(a.value)) {
      bool reads_itself = false;
      walk(a.value, {.expression = {},
                     .item =
                         [&](const FromItem& item) {
                           reads_itself = reads_itself || item.table.empty() ||
                                          equals_ignoring_case(item.table, table.source->name);
                         },
                     .star = {}});
      if (reads_itself) throw SqlError("a query over the table that is being updated", a.begin);
    }
  }
}

}  // namespace

std::string TriggerTranslator::set_list(const std::vector<ColumnAssignment>& set, const Scope& scope,
                                        const ScopeTable& bare) {
  std::string list;
  std::set<std::string> seen;
  for (const ColumnAssignment& a : set) {
    const bool is_row = a.value.kind == ExprKind::row && a.value.args.size() == a.columns.size();
    if (!is_row && a.columns.size() != 1) throw SqlError("a list of columns set to a query", a.begin);
    for (std::size_t i = 0; i < a.columns.size(); ++i) {
      const auto column = std::ranges::find_if(
          bare.columns, [&](const ScopeColumn& c) { return equals_ignoring_case(c.name, a.columns[i]); });
      if (column == bare.columns.end()) throw SqlError("no column " + a.columns[i] + " to set", a.begin);
      if (column->generated) throw SqlError("it sets the generated column " + a.columns[i], a.begin);
      if (!seen.insert(column->name).second) throw SqlError("it sets " + a.columns[i] + " twice", a.begin);
      list +=
          (list.empty() ? "" : ", ") + column->sql + " = " + assign(*column, scope, is_row ? a.value.args[i] : a.value);
    }
  }
  return list;
}

std::string TriggerTranslator::own_row_condition(const OwnRow& row, const TablePlan& plan, const std::string& alias,
                                                 const Scope& scope) {
  std::string sql;
  const auto add = [&](const std::string& part) { sql += (sql.empty() ? "" : " AND ") + part; };
  for (const int column : row.key) {
    const std::string name = quote_identifier(planned(plan, column).target);
    add(quote_identifier(alias) + "." + name + " = NEW." + name);
    if (row.by_old && trigger_.event == TriggerEvent::update) add("NEW." + name + " = OLD." + name);
  }
  for (const Expr* condition : row.conditions) add(translator(scope).truth(*condition).sql);
  return sql;
}

std::string TriggerTranslator::translate(UpdateStep& step) {
  const std::size_t position = step.set.front().begin;
  const TriggerTable table = catalog_.table(step.table, position);
  if (step.conflict != ConflictClause::none && step.conflict != ConflictClause::abort) {
    throw SqlError("UPDATE OR ..., a conflict clause", position);
  }
  if (!step.from.empty()) throw SqlError("UPDATE ... FROM", position);
  const std::string alias = queries_.fresh_alias(table.plan->target);
  Scope scope(&rows_);
  scope.add(scope_for(table, alias));
  const auto own = own_row(step, trigger_, *table.plan, *table.source);
  require_one_row(step, table, own.has_value());
  const std::string set = set_list(step.set, scope, scope_of(*table.plan, *table.source));
  std::string where;
  if (own)
    where = own_row_condition(*own, *table.plan, alias, scope);
  else if (step.where)
    where = translator(scope).truth(*step.where).sql;
  return "  UPDATE " + table.sql + " AS " + quote_identifier(alias) + " SET " + set +
         (where.empty() ? "" : " WHERE " + where) + ";\n";
}

std::string TriggerTranslator::translate(DeleteStep& step) {
  const std::size_t position = step.where ? step.where->begin : 0;
  const TriggerTable table = catalog_.table(step.table, position);
  const std::string alias = queries_.fresh_alias(table.plan->target);
  Scope scope(&rows_);
  scope.add(scope_for(table, alias));
  const std::string where = step.where ? " WHERE " + translator(scope).truth(*step.where).sql : "";
  return "  DELETE FROM " + table.sql + " AS " + quote_identifier(alias) + where + ";\n";
}

/// What UPDATE t SET ... WHERE id = NEW.id does to the row, before it is written.
std::string TriggerTranslator::assign_new(const UpdateStep& step, const Table& table) {
  const TriggerTable target = catalog_.table(table.name, step.set.front().begin);
  Scope scope(&rows_);
  scope.add(scope_of(*target.plan, table, "NEW."));
  const ScopeTable bare = scope_of(*target.plan, table);
  std::string values, names, last;
  std::size_t count = 0;
  for (const ColumnAssignment& a : step.set) {
    const auto column = std::ranges::find_if(
        bare.columns, [&](const ScopeColumn& c) { return equals_ignoring_case(c.name, a.columns.front()); });
    if (a.columns.size() != 1 || column == bare.columns.end()) throw SqlError("no plain column to set", a.begin);
    last = assign(*column, scope, a.value);
    values += (count == 0 ? "" : ", ") + last;
    names += (count++ == 0 ? "NEW." : ", NEW.") + column->sql;
  }
  if (count == 1) return "  " + names + " := " + last + ";\n";
  return "  SELECT " + values + " INTO " + names + ";\n";
}

}  // namespace lite2pg
