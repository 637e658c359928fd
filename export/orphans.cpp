#include "export/orphans.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include <algorithm>

#include "export/interrupter.h"
#include "export/sqlite_error.h"

namespace lite2pg {
namespace {

Orphans& group_of(std::vector<Orphans>& groups, const Table& table, int id, const std::string& parent) {
  const auto found = std::find_if(groups.begin(), groups.end(), [id](const Orphans& o) { return o.foreign_key == id; });
  if (found != groups.end()) return *found;
  Orphans& added = groups.emplace_back();
  added.table = table.name;
  added.foreign_key = id;
  added.parent = parent;
  return added;
}

void read_orphans(SQLite::Database& db, const Table& table, std::size_t limit, std::vector<Orphans>& groups) {
  SQLite::Statement check(db, "SELECT fkid, parent, rowid FROM pragma_foreign_key_check(?)");
  check.bind(1, table.name);
  while (check.executeStep()) {
    Orphans& group = group_of(groups, table, check.getColumn(0).getInt(), check.getColumn(1).getString());
    ++group.count;
    const SQLite::Column rowid = check.getColumn(2);
    if (group.examples.size() < limit && !rowid.isNull())
      group.examples.push_back("rowid " + std::to_string(rowid.getInt64()));
  }
}

/// foreign_key_check stops at the first key that it cannot check and does not say which one it was.
void note_problem(const Table& table, const std::string& problem, std::vector<Orphans>& groups) {
  Orphans& added = groups.emplace_back();
  added.table = table.name;
  added.foreign_key = -1;
  added.problem = problem;
}

std::vector<Orphans> orphans_of(SQLite::Database& db, const std::string& path, const Table& table, std::size_t limit) {
  std::vector<Orphans> groups;
  try {
    read_orphans(db, table, limit, groups);
  } catch (const SQLite::Exception& e) {
    if (is_interrupt(e) || is_damage(e)) throw_sqlite_error(path, table.name, e);
    note_problem(table, e.what(), groups);
  }
  std::sort(groups.begin(), groups.end(), [](const auto& a, const auto& b) { return a.foreign_key < b.foreign_key; });
  return groups;
}

}  // namespace

std::vector<Orphans> find_orphans(SqliteSource& source, const std::vector<const Table*>& tables, std::size_t limit,
                                  const StopFlag& stop) {
  const SnapshotConnection connection = source.snapshot().connect();
  const Interrupter interrupter(connection.db(), stop);
  std::vector<Orphans> all;
  for (const Table* table : tables) {
    if (table->foreign_keys.empty()) continue;
    const auto found = orphans_of(connection.db(), source.path(), *table, limit);
    all.insert(all.end(), found.begin(), found.end());
  }
  return all;
}

}  // namespace lite2pg
