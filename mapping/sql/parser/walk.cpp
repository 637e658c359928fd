#include "mapping/sql/parser/walk.h"

#include <algorithm>

namespace lite2pg {
namespace {

void walk(const std::optional<Expr>& e, const Visitor& visitor) {
  if (e) lite2pg::walk(*e, visitor);
}

void walk(const std::vector<ColumnAssignment>& set, const Visitor& visitor) {
  for (const ColumnAssignment& a : set) lite2pg::walk(a.value, visitor);
}

void walk(const InsertStep& step, const Visitor& visitor) {
  if (step.source) lite2pg::walk(*step.source, visitor);
  for (const UpsertClause& clause : step.upserts) {
    for (const Expr& e : clause.target) lite2pg::walk(e, visitor);
    walk(clause.target_where, visitor);
    walk(clause.set, visitor);
    walk(clause.where, visitor);
  }
}

void walk(const UpdateStep& step, const Visitor& visitor) {
  walk(step.set, visitor);
  for (const FromItem& item : step.from) lite2pg::walk(item, visitor);
  walk(step.where, visitor);
}

void walk(const DeleteStep& step, const Visitor& visitor) { walk(step.where, visitor); }

void walk(const SelectStep& step, const Visitor& visitor) { lite2pg::walk(step.select, visitor); }

}  // namespace

std::vector<const Expr*> parts_of(const WindowClause& window) {
  std::vector<const Expr*> parts;
  for (const Expr& e : window.partition_by) parts.push_back(&e);
  for (const OrderTerm& term : window.order_by) parts.push_back(&term.expr);
  for (const FrameBound* bound : {&window.from, &window.to}) {
    if (bound->distance) parts.push_back(&*bound->distance);
  }
  return parts;
}

std::vector<const Expr*> parts_of(const Expr& e) {
  std::vector<const Expr*> parts;
  for (const Expr& arg : e.args) parts.push_back(&arg);
  if (e.clauses == nullptr) return parts;
  for (const OrderTerm& term : e.clauses->order_by) parts.push_back(&term.expr);
  if (e.clauses->filter) parts.push_back(&*e.clauses->filter);
  if (!e.clauses->over) return parts;
  for (const Expr* part : parts_of(*e.clauses->over)) parts.push_back(part);
  return parts;
}

void walk(const CreateTrigger& trigger, const Visitor& visitor) {
  walk(trigger.when, visitor);
  for (const TriggerStep& step : trigger.steps) {
    std::visit([&](const auto& statement) { walk(statement, visitor); }, step.statement);
  }
}

void walk(const Expr& e, const Visitor& visitor) {
  if (visitor.expression) visitor.expression(e);
  for (const Expr* part : parts_of(e)) walk(*part, visitor);
  if (e.select && visitor.into_queries) walk(*e.select, visitor);
}

void walk(const SelectCore& core, const Visitor& visitor) {
  for (const ResultColumn& c : core.columns) {
    if (!c.star)
      walk(c.expr, visitor);
    else if (visitor.star)
      visitor.star(c);
  }
  for (const FromItem& item : core.from) walk(item, visitor);
  for (const std::optional<Expr>* e : {&core.where, &core.having}) {
    if (*e) walk(**e, visitor);
  }
  for (const Expr& e : core.group_by) walk(e, visitor);
  for (const NamedWindow& named : core.windows) {
    for (const Expr* e : parts_of(named.window)) walk(*e, visitor);
  }
  for (const std::vector<Expr>& row : core.values) {
    for (const Expr& e : row) walk(e, visitor);
  }
}

void walk(const Select& select, const Visitor& visitor) {
  for (const CommonTable& table : select.with) walk(*table.select, visitor);
  for (const SelectCore& core : select.cores) walk(core, visitor);
  for (const OrderTerm& term : select.order_by) walk(term.expr, visitor);
  walk(select.limit, visitor);
  walk(select.offset, visitor);
}

void walk(const FromItem& item, const Visitor& visitor) {
  if (visitor.item) visitor.item(item);
  if (item.select) walk(*item.select, visitor);
  for (const FromItem& inner : item.group) walk(inner, visitor);
  for (const Expr& arg : item.args) walk(arg, visitor);
  walk(item.on, visitor);
}

bool contains(const Expr& e, const std::function<bool(const Expr&)>& condition) {
  bool found = false;
  walk(e, {.expression = [&](const Expr& part) { found = found || condition(part); }, .item = {}, .star = {}});
  return found;
}

bool contains(const Select& select, const std::function<bool(const Expr&)>& condition) {
  bool found = false;
  walk(select, {.expression = [&](const Expr& part) { found = found || condition(part); }, .item = {}, .star = {}});
  return found;
}

bool has_window(const Expr& e) {
  const bool over = e.clauses != nullptr && e.clauses->over;
  return over || std::ranges::any_of(parts_of(e), [](const Expr* part) { return has_window(*part); });
}

bool has_query(const Expr& e) {
  return contains(e, [](const Expr& part) { return part.select != nullptr || part.kind == ExprKind::in_table; });
}

}  // namespace lite2pg
