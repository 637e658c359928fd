#include "mapping/sql/triggers/own_row.h"

#include <algorithm>
#include <array>

#include "common/text.h"

namespace lite2pg {
namespace {

constexpr int hidden_rowid = -1;

bool is_rowid_word(std::string_view name) {
  constexpr std::array<std::string_view, 3> names = {"rowid", "oid", "_rowid_"};
  return std::ranges::any_of(names, [&](std::string_view n) { return equals_ignoring_case(n, name); });
}

bool is_new(const Expr& e) { return equals_ignoring_case(e.names.front(), "new"); }

/// The side of an equation that is the table's own column; the other is NEW's or OLD's.
struct Equation {
  int column;
  bool by_old;
};

std::optional<Equation> equation(const Expr& own, const Expr& other, const Table& table) {
  if (own.kind != ExprKind::name || other.kind != ExprKind::name || is_row_name(own) || !is_row_name(other)) {
    return std::nullopt;
  }
  const auto left = column_of(own, table), right = column_of(other, table);
  if (!left || left != right) return std::nullopt;
  return Equation{*left, !is_new(other)};
}

bool is_equality(const Expr& e) {
  return (e.kind == ExprKind::binary && e.text == "=") || (e.kind == ExprKind::is && !e.negated);
}

std::optional<Equation> equation(const Expr& e, const Table& table) {
  if (!is_equality(e)) return std::nullopt;
  if (const auto found = equation(e.args[0], e.args[1], table)) return found;
  return equation(e.args[1], e.args[0], table);
}

/// Whether PostgreSQL's columns of the key hold no NULL.
bool is_solid(const std::vector<int>& key, const TablePlan& plan) {
  return !key.empty() && std::ranges::all_of(key, [&](int column) {
    const auto found = std::ranges::find(plan.columns, column, &ColumnPlan::source_index);
    return found != plan.columns.end() && found->not_null;
  });
}

std::vector<std::vector<int>> keys_of(const Table& table) {
  std::vector<std::vector<int>> keys;
  if (table.rowid_alias >= 0) keys.push_back({table.rowid_alias});
  if (const auto primary = table.key_columns(); !primary.empty()) keys.push_back(primary);
  for (const Index& index : table.indexes) {
    const bool plain = index.unique && !index.where && std::ranges::all_of(index.parts, [](const IndexPart& p) {
                         return p.column >= 0 && equals_ignoring_case(p.collation, "BINARY");
                       });
    if (!plain) continue;
    auto& key = keys.emplace_back();
    for (const IndexPart& part : index.parts) key.push_back(part.column);
  }
  return keys;
}

bool is_within(const std::vector<int>& key, const std::vector<int>& columns) {
  return std::ranges::all_of(key, [&](int column) { return std::ranges::count(columns, column) > 0; });
}

}  // namespace

bool is_row_name(const Expr& e) noexcept {
  return e.kind == ExprKind::name && e.names.size() == 2 &&
         (equals_ignoring_case(e.names[0], "new") || equals_ignoring_case(e.names[0], "old"));
}

std::optional<int> column_of(const Expr& name, const Table& table) {
  if (name.kind != ExprKind::name) return std::nullopt;
  const bool qualified_name = name.names.size() == 2 && !is_row_name(name);
  if (name.names.size() > 2 || (qualified_name && !equals_ignoring_case(name.names[0], table.name)))
    return std::nullopt;
  if (const int column = table.find_column(name.names.back()); column >= 0) return column;
  if (!is_rowid_word(name.names.back()) || table.kind != TableKind::rowid) return std::nullopt;
  return table.rowid_alias >= 0 ? table.rowid_alias : hidden_rowid;
}

std::vector<const Expr*> conjuncts(const Expr& e) {
  if (e.kind != ExprKind::binary || e.text != "AND") return {&e};
  std::vector<const Expr*> parts = conjuncts(e.args[0]);
  for (const Expr* part : conjuncts(e.args[1])) parts.push_back(part);
  return parts;
}

bool covers_key(const std::vector<int>& columns, const Table& table) {
  return std::ranges::any_of(keys_of(table), [&](const std::vector<int>& key) { return is_within(key, columns); });
}

std::vector<int> fixed_columns(const Expr& where, const Table& table) {
  std::vector<int> columns;
  for (const Expr* part : conjuncts(where)) {
    if (!is_equality(*part)) continue;
    for (const int side : {0, 1}) {
      const Expr& own = part->args[static_cast<std::size_t>(side)];
      const Expr& other = part->args[static_cast<std::size_t>(1 - side)];
      const auto column = is_row_name(own) ? std::nullopt : column_of(own, table);
      const bool fixed = is_row_name(other) || other.kind == ExprKind::integer || other.kind == ExprKind::string;
      if (column && *column >= 0 && fixed) columns.push_back(*column);
    }
  }
  return columns;
}

std::optional<OwnRow> own_row(const UpdateStep& step, const CreateTrigger& trigger, const TablePlan& plan,
                              const Table& table) {
  const bool possible = step.where && step.from.empty() && trigger.event != TriggerEvent::delete_;
  if (!possible || !equals_ignoring_case(step.table, trigger.table)) return std::nullopt;
  std::vector<int> columns;
  const std::vector<const Expr*> parts = conjuncts(*step.where);
  for (const Expr* part : parts) {
    if (const auto found = equation(*part, table)) columns.push_back(found->column);
  }
  const bool hidden = std::ranges::count(columns, hidden_rowid) > 0;
  OwnRow result;
  for (const std::vector<int>& key : keys_of(table)) {
    if (result.key.empty() && is_solid(key, plan) && (hidden || is_within(key, columns))) result.key = key;
  }
  if (result.key.empty()) return std::nullopt;
  for (const Expr* part : parts) {
    const auto found = equation(*part, table);
    const bool finds =
        found && (hidden ? found->column == hidden_rowid : std::ranges::count(result.key, found->column) > 0);
    if (!finds)
      result.conditions.push_back(part);
    else if (!hidden && found->by_old)
      result.by_old = true;
  }
  return result;
}

}  // namespace lite2pg
