// Defaults, generated columns and identities: what stands in CREATE TABLE.
#include "mapping/planning/object_planner.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/sql/translator/assignment.h"
#include "mapping/target/type.h"

namespace lite2pg {
namespace {

const ScopeColumn& scope_column(const Scope& scope, const std::string& name) {
  for (const ScopeColumn& c : scope.tables().front().columns) {
    if (c.name == name) return c;
  }
  return scope.tables().front().columns.front();
}

bool is_integer_type(const ColumnPlan& column) {
  const auto type = parse_target_type(column.type);
  return type && is_integer(*type);
}

}  // namespace

void ObjectPlanner::plan_columns(std::size_t t) {
  TablePlan& table = plan_.tables[t];
  const Table& source = source_of(table);
  const Scope& scope = scopes_.at(table.source);
  for (ColumnPlan& column : table.columns) {
    if (column.source_index < 0) continue;
    const Column& from = source.columns[static_cast<std::size_t>(column.source_index)];
    const ScopeColumn& in_scope_column = scope_column(scope, from.name);
    if (from.default_sql && source.rowid_alias != column.source_index) {
      plan_default(table, column, from, in_scope_column);
    }
    if (from.generated != Generated::no) plan_generated(table, column, from, in_scope_column, scope);
    if (source.rowid_alias != column.source_index) continue;
    ObjectPlan& object = add(ObjectKind::identity, from.name, source.name);
    if (skip(object)) continue;
    column.identity = is_integer_type(column);
    if (!column.identity)
      leave_out(object, "only integer columns count up by themselves, and it became " + column.type);
  }
}

void ObjectPlanner::plan_default(TablePlan& table, ColumnPlan& column, const Column& source, const ScopeColumn& scope) {
  ObjectPlan& object = add(ObjectKind::default_value, source.name, table.source);
  if (skip(object)) return;
  if (column.via_text) return leave_out(object, "the column's type was chosen by hand: DEFAULT " + *source.default_sql);
  try {
    const Assigned assigned = translate_default(scope, *source.default_sql);
    if (assigned.sql != "NULL") column.default_sql = assigned.sql;  // which is the same as none
    if (!assigned.note.empty()) mark(object, ObjectStatus::changed, assigned.note);
  } catch (const SqlError& e) {
    leave_out(object, describe(e, *source.default_sql));
  }
}

void ObjectPlanner::plan_generated(TablePlan& table, ColumnPlan& column, const Column& source,
                                   const ScopeColumn& scope_column, const Scope& scope) {
  ObjectPlan& object = add(ObjectKind::generated_column, source.name, table.source);
  if (mapping_.skips_object(object.table, object.name)) {
    return mark(object, ObjectStatus::changed, "a plain column: the mapping file skips the expression");
  }
  const std::string copied = "a plain column with the values that SQLite computed: ";
  if (source.generated_sql.empty()) {
    return mark(object, ObjectStatus::changed, copied + "the table's SQL does not parse");
  }
  try {
    column.generated_sql = translate_generated(scope_column, scope, source.generated_sql, utf8_);
    column.generated = true;
    if (source.generated == Generated::virtual_) mark(object, ObjectStatus::carried, "stored, not virtual");
  } catch (const SqlError& e) {
    mark(object, ObjectStatus::changed, copied + describe(e, source.generated_sql));
  }
}

}  // namespace lite2pg
