#include "export/pages/tree_roots.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include "export/rows/scan_sql.h"

namespace lite2pg {
namespace {

constexpr std::int64_t most_pages = 0xfffffffe;  // https://sqlite.org/limits.html

/// What SQLite made of the schema: whether each tree has rowids, by the name of its table or index. The key of a
/// WITHOUT ROWID table is an index without a tree of its own.
using KnownTrees = std::map<std::string, bool, std::less<>>;

KnownTrees known_tables(SQLite::Database& db) {
  KnownTrees tables;
  SQLite::Statement query(
      db, "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow')");
  while (query.executeStep()) tables[query.getColumn(0).getString()] = query.getColumn(1).getInt() == 0;
  tables.erase("sqlite_schema");
  return tables;
}

KnownTrees known_indexes(SQLite::Database& db) {
  KnownTrees indexes;
  SQLite::Statement query(db,
                          "SELECT i.name FROM pragma_table_list t, pragma_index_list(t.name, 'main') i WHERE t.schema "
                          "= 'main' AND t.type IN ('table', 'shadow') AND NOT (t.wr AND i.origin = 'pk')");
  while (query.executeStep()) indexes[query.getColumn(0).getString()] = false;
  return indexes;
}

}  // namespace

std::optional<std::vector<TreeRoot>> tree_roots(SQLite::Database& db) {
  KnownTrees tables = known_tables(db), indexes = known_indexes(db);
  std::vector<TreeRoot> roots;
  SQLite::Statement query(db, "SELECT type, name, rootpage, typeof(rootpage) FROM sqlite_schema");
  while (query.executeStep()) {
    const std::string type = query.getColumn(0).getString();
    const std::int64_t page = query.getColumn(2).getInt64();
    if (query.getColumn(3).getString() != "integer" || page < 0 || page > most_pages) return std::nullopt;
    if (page == 0) continue;  // a view, a trigger, a virtual table
    if (type != "table" && type != "index") return std::nullopt;
    KnownTrees& known = type == "table" ? tables : indexes;
    const auto found = known.find(query.getColumn(1).getString());
    if (found == known.end()) return std::nullopt;
    roots.push_back({static_cast<std::uint32_t>(page), found->second});
    known.erase(found);
  }
  if (!tables.empty() || !indexes.empty()) return std::nullopt;
  return roots;
}

TableRoots table_roots(SQLite::Database& db) {
  TableRoots roots;
  SQLite::Statement query(db, "SELECT name, rootpage FROM sqlite_schema WHERE type = 'table'");
  while (query.executeStep()) roots[query.getColumn(0).getString()] = query.getColumn(1).getUInt();
  return roots;
}

std::uint32_t root_in_use(SQLite::Database& db, const Table& table) {
  SQLite::Statement program(db, "EXPLAIN SELECT 1 FROM " + from_rows_of(table));
  std::uint32_t root = 0;
  while (program.executeStep())  // addr, opcode, p1, p2: the root (https://sqlite.org/opcode.html#OpenRead)
    if (program.getColumn(1).getString() == "OpenRead") root = program.getColumn(3).getUInt();
  return root;
}

}  // namespace lite2pg
