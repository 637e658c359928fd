#include "export/pages/table_shape.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <algorithm>

#include "export/rows/scan_sql.h"
#include "mapping/source/collation.h"

namespace lite2pg {
namespace {

/// The tree of a WITHOUT ROWID table is that of its key, followed by the other columns
/// (https://sqlite.org/fileformat2.html section 2.4).
void read_key(SQLite::Database& db, const Table& table, TableShape& shape) {
  const Index* index = table.key_index();
  if (index == nullptr) {
    shape.unreadable = "its key is not known";
    return;
  }
  SQLite::Statement query(db, "SELECT cid, \"desc\", coll, \"key\" FROM pragma_index_xinfo(?) ORDER BY seqno");
  query.bind(1, index->name);
  while (query.executeStep()) {
    const int column = query.getColumn(0).getInt();
    const bool known = column >= 0 && column < static_cast<int>(shape.columns);
    const bool repeated = std::find(shape.stored.begin(), shape.stored.end(), column) != shape.stored.end();
    shape.stored.push_back(repeated ? -1 : column);
    if (!known) shape.unreadable = "its key is not made of columns";
    if (query.getColumn(3).getInt() == 0) continue;
    const auto collation = builtin_collation(query.getColumn(2).getString());
    if (!collation) shape.unreadable = "the order of its key is the application's own";
    shape.key.push_back({collation.value_or(Collation::binary), query.getColumn(1).getInt() != 0});
    shape.descends = shape.descends || shape.key.back().descending;
  }
  if (shape.key.empty() || shape.key.size() != table.key_columns().size()) shape.unreadable = "its key is not known";
}

std::string obstacle(const PageView& view, const Table& table) {
  if (!view.utf8) return "its texts are UTF-16";
  if (table.kind == TableKind::virtual_) return "it is a virtual table";
  if (table.kind == TableKind::shadow) return "it belongs to SQLite or to a virtual table";
  const bool computed = std::any_of(table.columns.begin(), table.columns.end(),
                                    [](const Column& c) { return c.generated == Generated::virtual_; });
  return computed ? "a column is computed when it is read" : "";
}

}  // namespace

TableShape shape_of(SQLite::Database& db, const PageView& view, const TableRoots& roots, const Table& table) {
  TableShape shape;
  shape.unreadable = obstacle(view, table);
  const auto root = roots.find(table.name);
  shape.root = root == roots.end() ? 0 : root->second;
  if (!shape.is_readable()) return shape;
  shape.has_rowid = table.kind != TableKind::without_rowid;
  shape.names_rowid = rowid_name(table).has_value();
  shape.columns = table.columns.size();
  shape.rowid_alias = table.rowid_alias;
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (affinity_of(table.columns[i].declared_type) == Affinity::real) shape.reals.push_back(static_cast<int>(i));
  if (shape.root < 2 || shape.root != root_in_use(db, table)) shape.unreadable = "it has no pages of its own";
  if (!shape.has_rowid) read_key(db, table, shape);
  return shape;
}

}  // namespace lite2pg
