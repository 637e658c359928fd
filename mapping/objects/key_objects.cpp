// Primary keys, uniques and indexes. Keys are made as CREATE UNIQUE INDEX and then attached, so that the building
// itself does not lock out others' reading.
#include <algorithm>

#include "mapping/objects/index_sql.h"
#include "mapping/objects/object_planner.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

std::string attach_sql(const std::string& table, const std::string& name, const char* kind) {
  return "ALTER TABLE " + quote_identifier(table) + " ADD CONSTRAINT " + quote_identifier(name) + " " + kind +
         " USING INDEX " + quote_identifier(name);
}

/// An index of a partitioned table cannot be attached: the constraint makes its own.
std::vector<std::string> constraint_sql(const TablePlan& table, const PlannedIndex& index, const std::string& name,
                                        const char* kind) {
  if (table.tenant_partitions == 0) {
    return {create_index_sql(index, true, name, table.target), attach_sql(table.target, name, kind)};
  }
  std::string parts;
  for (const std::string& part : index.parts) parts += (parts.empty() ? "" : ", ") + part;
  return {"ALTER TABLE " + quote_identifier(table.target) + " ADD CONSTRAINT " + quote_identifier(name) + " " + kind +
          " (" + parts + ")"};
}

void note_conflict_clause(ObjectPlan& object, const std::string& clause) {
  if (clause.empty() || clause == "ABORT") return;
  if (clause == "FAIL") {
    return mark(object, ObjectStatus::changed,
                "ON CONFLICT FAIL undoes the whole statement; SQLite keeps what it did to rows before");
  }
  mark(object, ObjectStatus::changed, "ON CONFLICT " + clause + " is not carried: say ON CONFLICT in the INSERT");
}

ColumnSet column_set(const Index& index) {
  ColumnSet columns;
  for (const IndexPart& part : index.parts) columns.insert(part.column);
  return columns;
}

std::string joined_names(const TablePlan& table, const Index& index) {
  std::string names;
  for (const IndexPart& part : index.parts) {
    const ColumnPlan* column = find_column(table, part.column);
    names += (names.empty() ? "" : "_") + (column == nullptr ? std::string("expr") : column->target);
  }
  return names;
}

/// The key as an index: PRAGMA index_list has one, unless the key is the rowid.
Index key_index(const Table& source) {
  if (const Index* own = source.key_index()) return *own;
  Index index;
  index.unique = true;
  for (const int column : source.key_columns()) {
    IndexPart& part = index.parts.emplace_back();
    part.column = column;
    part.collation = source.columns[static_cast<std::size_t>(column)].collation;
  }
  return index;
}

}  // namespace

/// The key itself by bytes; a collation that makes more values equal by a second unique index.
void ObjectPlanner::plan_primary_key(const TablePlan& table, const Table& source) {
  if (source.key_columns().empty()) return;
  Index index = key_index(source);
  for (IndexPart& part : index.parts) part.descending = false;  // A key has no order in PostgreSQL.
  const IndexContext context{table, source, scopes_.at(table.source), census_of(table), utf8_};
  const PlannedIndex collated = plan_index_parts(context, index);
  Index bytewise = index;
  for (IndexPart& part : bytewise.parts) part.collation.clear();
  const PlannedIndex own = plan_index_parts(context, bytewise);
  ObjectPlan& object = add(ObjectKind::primary_key, source.key_name, source.name);
  const std::string name = constraint_name(object, table, source.key_name, "", "pkey");
  if (skip(object)) return;
  if (!own.refusal.empty()) return leave_out(object, own.refusal);
  object.phase = Phase::after_table;
  note_conflict_clause(object, source.key_conflict_clause);
  attach_key(object, table, index, own, name);
  note_all(object, collated.notes);
  if (collated.parts == own.parts) return;
  const std::string second = relation_name(object, composed_name(table.target, joined_names(table, index), "key"));
  object.sql.push_back(create_index_sql(collated, true, second, table.target));
}

void ObjectPlanner::attach_key(ObjectPlan& object, const TablePlan& table, const Index& index, const PlannedIndex& own,
                               const std::string& name) {
  const bool nullable = std::ranges::any_of(
      index.parts, [&](const IndexPart& part) { return !find_column(table, part.column)->not_null; });
  if (!own.plain) {
    object.sql.push_back(create_index_sql(own, true, name, table.target));
    return mark(object, ObjectStatus::changed, "a unique index instead of a PRIMARY KEY");
  }
  object.sql = constraint_sql(table, own, name, nullable ? "UNIQUE" : "PRIMARY KEY");
  keys_[table.source].push_back(column_set(index));
  if (nullable) mark(object, ObjectStatus::changed, "UNIQUE, for rows have NULL in the key");
  note_tighter_key(object, table, source_of(table), index);
}

/// https://sqlite.org/quirks.html section 5: NULL may stand in a key; SQLite calls the columns of WITHOUT ROWID and
/// STRICT tables NOT NULL.
void ObjectPlanner::note_tighter_key(ObjectPlan& object, const TablePlan& table, const Table& source,
                                     const Index& index) {
  if (source.rowid_alias >= 0) return;
  std::string names;
  for (const IndexPart& part : index.parts) {
    const Column& column = source.columns[static_cast<std::size_t>(part.column)];
    if (!column.not_null && find_column(table, part.column)->not_null)
      names += (names.empty() ? "" : ", ") + column.name;
  }
  if (!names.empty()) mark(object, ObjectStatus::changed, names + " becomes NOT NULL, which SQLite's key is not");
}

void ObjectPlanner::plan_indexes(const TablePlan& table, const Table& source) {
  for (const Index& index : source.indexes) {
    if (index.origin == IndexOrigin::unique_constraint) plan_unique(table, source, index);
  }
  for (const Index& index : source.indexes) {
    if (index.origin == IndexOrigin::create_index) plan_index(table, source, index);
  }
}

void ObjectPlanner::plan_unique(const TablePlan& table, const Table& source, const Index& index) {
  ObjectPlan& object =
      add(ObjectKind::unique, index.constraint_name.empty() ? index.name : index.constraint_name, source.name);
  const PlannedIndex own = plan_index_parts({table, source, scopes_.at(table.source), census_of(table), utf8_}, index);
  if (skip(object)) return;
  if (!own.refusal.empty()) return leave_out(object, own.refusal);
  const std::string name = constraint_name(object, table, index.constraint_name, joined_names(table, index), "key");
  object.phase = Phase::after_table;
  note_conflict_clause(object, index.conflict_clause);
  note_all(object, own.notes);
  if (own.plain) {
    object.sql = constraint_sql(table, own, name, "UNIQUE");
  } else {
    object.sql.push_back(create_index_sql(own, true, name, table.target));
    mark(object, ObjectStatus::changed, "a unique index instead of a constraint");
  }
  if (own.plain) keys_[source.name].push_back(column_set(index));
}

void ObjectPlanner::plan_index(const TablePlan& table, const Table& source, const Index& index) {
  ObjectPlan& object = add(ObjectKind::index, index.name, source.name);
  const PlannedIndex own = plan_index_parts({table, source, scopes_.at(table.source), census_of(table), utf8_}, index);
  if (skip(object)) return;
  if (!own.refusal.empty()) return leave_out(object, own.refusal);
  const std::string name = relation_name(object, index.name);
  object.phase = Phase::after_table;
  note_all(object, own.notes);
  object.sql = {create_index_sql(own, index.unique, name, table.target)};
  if (index.unique && own.plain) keys_[source.name].push_back(column_set(index));
}

}  // namespace lite2pg
