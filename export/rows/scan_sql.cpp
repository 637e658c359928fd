#include "export/rows/scan_sql.h"

#include <algorithm>

#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

std::string join(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out;
}

}  // namespace

std::optional<std::string> rowid_name(const Table& table) {
  if (table.kind == TableKind::without_rowid) return std::nullopt;
  if (table.rowid_alias >= 0) return table.columns[static_cast<std::size_t>(table.rowid_alias)].name;
  for (const char* name : {"rowid", "_rowid_", "oid"})
    if (table.find_column(name) < 0) return name;
  return std::nullopt;
}

std::vector<std::string> scan_key(const Table& table) {
  std::vector<std::string> key;
  if (const auto rowid = rowid_name(table)) key.push_back(quote_identifier(*rowid));
  if (table.kind == TableKind::without_rowid)
    for (const int column : table.key_columns())
      key.push_back(quote_identifier(table.columns[static_cast<std::size_t>(column)].name));
  return key;
}

std::string from_rows_of(const Table& table) {
  const std::string name = quote_identifier(table.name);
  if (table.kind != TableKind::without_rowid) return name + " NOT INDEXED";
  const Index* key = table.key_index();
  return key == nullptr ? name : name + " INDEXED BY " + quote_identifier(key->name);
}

std::string compare_key(const std::vector<std::string>& key, std::string_view op, std::size_t parts) {
  const std::vector<std::string> columns(key.begin(), key.begin() + static_cast<std::ptrdiff_t>(parts));
  const std::vector<std::string> marks(parts, "?");
  return "(" + join(columns) + ") " + std::string(op) + " (" + join(marks) + ")";
}

std::string scan_sql(const Table& table, const Slice& slice, std::string_view condition) {
  std::vector<std::string> selected;
  for (const Column& c : table.columns) selected.push_back(c.unreadable.empty() ? quote_identifier(c.name) : "NULL");
  if (rowid_follows_columns(table)) selected.push_back(quote_identifier(*rowid_name(table)));
  std::string sql = "SELECT " + join(selected) + " FROM " + from_rows_of(table);
  const auto key = scan_key(table);
  if (!slice.from.empty()) sql += " WHERE " + compare_key(key, ">=", slice.from.size());
  if (!slice.until.empty())
    sql += (slice.from.empty() ? " WHERE " : " AND ") + compare_key(key, "<", slice.until.size());
  if (condition.empty()) return sql;
  return sql + (slice.from.empty() && slice.until.empty() ? " WHERE " : " AND ") + std::string(condition);
}

bool rowid_follows_columns(const Table& table) { return table.rowid_alias < 0 && rowid_name(table).has_value(); }

}  // namespace lite2pg
