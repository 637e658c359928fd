#include "export/survey/orphans.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include "export/sqlite/error.h"
#include "export/sqlite/interrupter.h"
#include "export/survey/orphan_sql.h"
#include "export/survey/parent_key.h"
#include "mapping/value/value_text.h"

namespace lite2pg {
namespace {

/// The row as RowCursor::locate names it.
std::string place_of(const Table& table, SQLite::Statement& row) {
  if (table.kind != TableKind::without_rowid) return "rowid " + show(value_in(row.getColumn(0)).view());
  std::string key;
  for (int i = 0; i < row.getColumnCount(); ++i)
    key += (key.empty() ? "" : ", ") + show(value_in(row.getColumn(i)).view());
  return "key (" + key + ")";
}

Orphans orphans_of(SQLite::Database& db, const SqliteSource& source, const Table& table, const ForeignKey& key,
                   std::size_t limit) {
  const ParentKey parent = find_parent_key(source.schema(), table, key);
  Orphans r{table.name, key.id, key.parent, 0, {}, parent.problem};
  if (!r.problem.empty()) return r;
  SQLite::Statement query(db, orphan_sql(table, key, parent, wanted_rows(source, table, parent)));
  while (query.executeStep())
    if (r.count++ < limit) r.examples.push_back(place_of(table, query));
  return r;
}

}  // namespace

OwnedValue value_in(const SQLite::Column& c) {
  if (c.isInteger()) return OwnedValue(Value::of(std::int64_t{c.getInt64()}));
  if (c.isFloat()) return OwnedValue(Value::of(c.getDouble()));
  const auto bytes = [&c] { return std::string_view(static_cast<const char*>(c.getBlob()), c.getBytes()); };
  if (c.isText()) return OwnedValue(Value::text(bytes()));
  return OwnedValue(c.isBlob() ? Value::blob(bytes()) : Value::null());
}

WantedRows wanted_rows(const SqliteSource& source, const Table& child, const ParentKey& parent) {
  return {source.condition_of(child.name),
          parent.parent == nullptr ? std::string_view() : source.condition_of(parent.parent->name)};
}

std::vector<Orphans> find_orphans(SqliteSource& source, const std::vector<const Table*>& tables, std::size_t limit,
                                  const StopFlag& stop) {
  const SnapshotConnection connection = source.snapshot().connect();
  const Interrupter interrupter(connection.db(), stop);
  std::vector<Orphans> all;
  for (const Table* table : tables) try {
      for (const ForeignKey& key : table->foreign_keys) {
        Orphans found = orphans_of(connection.db(), source, *table, key, limit);
        if (found.count > 0 || !found.problem.empty()) all.push_back(std::move(found));
      }
    } catch (const SQLite::Exception& e) {
      throw_sqlite_error(source.path(), table->name, e);
    }
  return all;
}

}  // namespace lite2pg
