// Defaults, generated columns and identities: what stands in CREATE TABLE.
#include <cstdint>

#include "mapping/choice/toml.h"
#include "mapping/objects/constant_text.h"
#include "mapping/objects/object_planner.h"
#include "mapping/objects/overflow.h"
#include "mapping/sql/parser/statements.h"
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

/// A NULL is refused in PostgreSQL, whatever SQLite would do about it.
void warn_of_not_null_conflict(Plan& plan, const Table& table, const Column& column) {
  const std::string& clause = column.not_null_conflict;
  if (clause.empty() || clause == "ABORT") return;
  const std::string instead = clause == "REPLACE"  ? "stores the default instead of NULL"
                              : clause == "IGNORE" ? "leaves the row out"
                              : clause == "FAIL"   ? "keeps what it did to rows before"
                                                   : "ends the transaction";
  plan.warnings.push_back(table.name + "." + column.name + ": ON CONFLICT " + clause +
                          " of NOT NULL is not carried: PostgreSQL refuses the statement, SQLite " + instead);
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
    if (column.not_null) warn_of_not_null_conflict(plan_, source, from);
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
    else if (table.sequence == INT64_MAX && !source.autoincrement)
      mark(object, ObjectStatus::changed,
           "its greatest number is the greatest there is: SQLite looks for a free one, "
           "PostgreSQL reports an error until the sequence is set");
  }
}

void ObjectPlanner::plan_default(TablePlan& table, ColumnPlan& column, const Column& source, const ScopeColumn& scope) {
  ObjectPlan& object = add(ObjectKind::default_value, source.name, table.source);
  if (skip(object)) return;
  if (mapping_.column_rule(table.source, source, plan_.options).skip_default) {
    object.skipped = true;
    return leave_out(object, "the mapping file skips it: DEFAULT " + *source.default_sql);
  }
  if (column.via_text) return leave_out(object, "the column's type was chosen by hand: DEFAULT " + *source.default_sql);
  try {
    Notes notes;
    const Assigned assigned = translate_default(scope, *source.default_sql, notes);
    note_all(object, notes);
    if (assigned.sql != "NULL") column.default_sql = assigned.sql;  // which is the same as none
    if (!assigned.note.empty()) mark(object, ObjectStatus::changed, assigned.note);
  } catch (const SqlError& e) {
    leave_out(object, describe(e, *source.default_sql));
    if (column.not_null) refuse_lost_default(table, column, source, e.what());
  }
}

/// An INSERT that relies on it would fail: not in silence.
void ObjectPlanner::refuse_lost_default(const TablePlan& table, const ColumnPlan& column, const Column& source,
                                        const std::string& why) {
  MisfitReport& report = plan_.misfits.emplace_back();
  report.table = table.source;
  report.column = column.source;
  report.value = "DEFAULT " + *source.default_sql;
  report.reason = "the column is NOT NULL and would lose its DEFAULT: " + why;
  report.remedy = {{mapping_section(table.source, column.source),
                    {"default = \"skip\"  # the DEFAULT is left out: every INSERT must give a value"}}};
}

void ObjectPlanner::plan_generated(TablePlan& table, ColumnPlan& column, const Column& source,
                                   const ScopeColumn& scope_column, const Scope& scope) {
  ObjectPlan& object = add(ObjectKind::generated_column, source.name, table.source);
  if (mapping_.skips_object(object.table, object.name)) {
    object.skipped = true;
    return mark(object, ObjectStatus::changed, "a plain column: the mapping file skips the expression");
  }
  const std::string copied = "a plain column with the values that SQLite computed: ";
  if (source.generated_sql.empty()) {
    return mark(object, ObjectStatus::changed, copied + "the table's SQL does not parse");
  }
  try {
    Notes notes;
    const Assigned assigned = translate_generated(scope_column, scope, source.generated_sql, options(notes));
    const Expr e = parse_expression(source.generated_sql);
    if (const std::string why = overflow_in(e, source_of(table), census_of(table)); !why.empty()) {
      throw SqlError(why, e.begin);
    }
    if (const Expr* constant = constant_text_in(e); constant != nullptr) {
      throw SqlError("PostgreSQL computes text of constants before it knows a collation (42P22)", constant->begin);
    }
    column.generated_sql = assigned.sql;
    column.generated = true;
    if (source.generated == Generated::virtual_) mark(object, ObjectStatus::carried, "stored, not virtual");
    if (!assigned.note.empty()) notes.add(assigned.note);
    note_all(object, notes);
  } catch (const SqlError& e) {
    mark(object, ObjectStatus::changed, copied + describe(e, source.generated_sql));
  }
}

}  // namespace lite2pg
