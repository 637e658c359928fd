#include "export/rows/orphan_rows.h"

#include <limits>

#include "mapping/value/value_text.h"

namespace lite2pg {
namespace {

std::string key_of(const Table& table, Row row) {
  std::string key;
  for (const int column : table.key_columns()) append_key_text(row[static_cast<std::size_t>(column)], key);
  return key;
}

}  // namespace

void append_key_text(const Value& value, std::string& text) {
  text += show(value, std::numeric_limits<std::size_t>::max()) + ",";
}

const ForeignKey* OrphanRows::find(const Table& table, const RowCursor& cursor, Row row) const {
  if (table.kind != TableKind::without_rowid) {
    const auto found = by_rowid_.find(cursor.row_number());
    return found == by_rowid_.end() ? nullptr : found->second;
  }
  const auto found = by_key_.find(key_of(table, row));
  return found == by_key_.end() ? nullptr : found->second;
}

}  // namespace lite2pg
