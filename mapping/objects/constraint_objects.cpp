// Checks and foreign keys.
#include <algorithm>

#include "common/text.h"
#include "mapping/objects/object_planner.h"
#include "mapping/objects/overflow.h"
#include "mapping/objects/tenant.h"
#include "mapping/sql/parser/statements.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/sql/translator/translator.h"
#include "mapping/target/quote.h"
#include "mapping/target/type.h"

namespace lite2pg {
namespace {

using Family = TargetType::Family;

/// Types that PostgreSQL compares with each other in a foreign key.
Family comparison_family(const ColumnPlan& column) {
  const auto type = parse_target_type(column.type);
  if (!type) return Family::by_text;
  switch (type->family) {
    case Family::smallint:
    case Family::integer: return Family::bigint;
    case Family::varchar:
    case Family::character: return Family::text;
    case Family::real: return Family::double_precision;
    default: return type->family;
  }
}

bool is_comparable(const ColumnPlan& child, const ColumnPlan& parent) {
  const Family a = comparison_family(child), b = comparison_family(parent);
  return a == b ? a != Family::by_text || child.type == parent.type : a == Family::bigint && b == Family::numeric;
}

std::string action_sql(std::string_view event, const std::string& action) {
  for (const std::string_view known_action : {"CASCADE", "RESTRICT", "SET NULL", "SET DEFAULT"}) {
    if (equals_ignoring_case(action, known_action)) {
      return " ON " + std::string(event) + " " + std::string(known_action);
    }
  }
  return {};
}

/// Names between parentheses, after that of the tenant where there is one.
std::string list(const std::vector<const ColumnPlan*>& columns, const std::string& tenant = {}) {
  std::string names = tenant.empty() ? "" : quote_identifier(tenant);
  for (const ColumnPlan* column : columns) names += (names.empty() ? "" : ", ") + quote_identifier(column->target);
  return "(" + names + ")";
}

/// Both sides of a foreign key in the plan, or why it cannot be.
struct Sides {
  std::vector<const ColumnPlan*> child, parent;
  std::string refusal;
};

bool is_collated_text(const Column& column, const ColumnPlan& planned) {
  return planned.codec.id() == CodecId::text && builtin_collation(column.collation) != Collation::binary;
}

Sides pair_columns(const TablePlan& child, const ForeignKey& key, const TablePlan& parent, const Table& parent_source,
                   const std::vector<int>& columns) {
  Sides sides;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const ColumnPlan* ours = find_column(child, key.columns[i]);
    const ColumnPlan* theirs = find_column(parent, columns[i]);
    if (ours == nullptr || theirs == nullptr) return {{}, {}, "one of its columns is left out"};
    if (!is_comparable(*ours, *theirs)) {
      return {{}, {}, "types " + ours->type + " and " + theirs->type + " do not compare"};
    }
    if (is_collated_text(parent_source.columns[static_cast<std::size_t>(columns[i])], *theirs)) {
      return {{}, {}, "the parent's key is compared without letter case or blanks at the end"};
    }
    sides.child.push_back(ours);
    sides.parent.push_back(theirs);
  }
  return sides;
}

}  // namespace

void ObjectPlanner::plan_checks(const TablePlan& table, const Table& source) {
  for (const Check& check : source.checks) {
    const ColumnPlan* column = find_column(table, check.column);
    ObjectPlan& object = add(ObjectKind::check, check.name, source.name);
    const std::string name =
        constraint_name(object, table, check.name, column == nullptr ? "" : column->target, "check");
    if (skip(object)) continue;
    try {
      const Expr e = parse_expression(check.expression);
      Notes notes;
      const Operand condition = Translator(scopes_.at(table.source), options(notes)).truth(e);
      if (const std::string why = overflow_in(e, source, census_of(table)); !why.empty()) throw SqlError(why, e.begin);
      object.phase = Phase::after_table;
      note_all(object, notes);
      object.sql = {"ALTER TABLE " + quote_identifier(table.target) + " ADD CONSTRAINT " + quote_identifier(name) +
                    " CHECK (" + condition.sql + ")"};
    } catch (const SqlError& e) {
      leave_out(object, describe(e, check.expression));
    }
  }
}

void ObjectPlanner::plan_foreign_keys() {
  for (const TablePlan& table : plan_.tables) {
    const Table& source = source_of(table);
    for (const ForeignKey& key : source.foreign_keys) plan_foreign_key(table, source, key);
  }
}

void ObjectPlanner::plan_foreign_key(const TablePlan& table, const Table& source, const ForeignKey& key) {
  std::string columns;
  for (const int c : key.columns) {
    const ColumnPlan* column = find_column(table, c);
    columns += (columns.empty() ? "" : "_") + (column == nullptr ? std::string("column") : column->target);
  }
  ObjectPlan& object = add(ObjectKind::foreign_key, key.name, source.name);
  const std::string name = constraint_name(object, table, key.name, columns, "fkey");
  if (skip(object)) return;
  const Table* parent_source = plan_.schema.find_table(key.parent);
  if (parent_source == nullptr) return leave_out(object, "there is no parent table " + key.parent);
  if (parent_source->kind == TableKind::rtree) return leave_out(object, "SQLite knows no key of R-Tree " + key.parent);
  const TablePlan* parent = plan_.find_table(parent_source->name);
  if (parent == nullptr) return leave_out(object, "parent table " + key.parent + " is left out");
  const std::vector<int> parent_key = referred_columns(key, *parent_source);
  if (parent_key.empty()) return leave_out(object, "it does not match a key of " + key.parent);
  const Sides sides = pair_columns(table, key, *parent, *parent_source, parent_key);
  if (!sides.refusal.empty()) return leave_out(object, sides.refusal);
  const auto& keys = keys_[parent_source->name];
  const ColumnSet wanted(parent_key.begin(), parent_key.end());
  if (std::ranges::count(keys, wanted) == 0 || wanted.size() != parent_key.size()) {
    return leave_out(object, "the columns of " + key.parent + " have no PRIMARY KEY or UNIQUE in PostgreSQL");
  }
  const bool generated = std::ranges::any_of(sides.child, &ColumnPlan::generated);
  const KeyActions tenant =
      table.tenant.empty() ? KeyActions{} : tenant_actions(plan_.options.tenant, key, list(sides.child));
  const std::string actions =
      table.tenant.empty() ? action_sql("UPDATE", key.on_update) + action_sql("DELETE", key.on_delete) : tenant.sql;
  if (!tenant.note.empty()) mark(object, ObjectStatus::changed, tenant.note);
  const bool writes = actions.find("SET") != std::string::npos || actions.find("UPDATE CASCADE") != std::string::npos;
  if (generated && writes) return leave_out(object, "its actions would write to a generated column");
  object.phase = Phase::after_load;
  object.target_table = table.target;
  object.target_parent = parent->target;
  object.sql = {"ALTER TABLE " + quote_identifier(table.target) + " ADD CONSTRAINT " + quote_identifier(name) +
                " FOREIGN KEY " + list(sides.child, table.tenant) + " REFERENCES " + quote_identifier(parent->target) +
                " " + list(sides.parent, parent->tenant) + actions + (key.deferrable ? " DEFERRABLE" : "") +
                (key.deferrable && key.initially_deferred ? " INITIALLY DEFERRED" : "")};
}

}  // namespace lite2pg
