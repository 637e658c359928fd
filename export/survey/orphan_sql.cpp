#include "export/survey/orphan_sql.h"

#include "export/rows/scan_sql.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

std::string column_of(const char* alias, const Table& table, int column) {
  return std::string(alias) + "." + quote_identifier(table.columns[static_cast<std::size_t>(column)].name);
}

/// The rowid, the primary key, or where neither can be named, nothing but the fact.
std::string locator(const char* alias, const Table& table) {
  std::string out;
  for (const std::string& name : scan_key(table)) out += (out.empty() ? "" : ", ") + std::string(alias) + "." + name;
  return out.empty() ? "NULL" : out;
}

std::string matches(const Table& child, const ForeignKey& key, const ParentKey& parent) {
  std::string sql;
  for (std::size_t i = 0; i < key.columns.size(); ++i)
    sql += (i == 0 ? "" : " AND ") + column_of("p", *parent.parent, parent.columns[i]) + " = +" +
           column_of("c", child, key.columns[i]);
  return sql;
}

std::string is_set(const Table& child, const ForeignKey& key) {
  std::string sql;
  for (const int column : key.columns)
    sql += (sql.empty() ? "" : " AND ") + column_of("c", child, column) + " IS NOT NULL";
  return sql;
}

std::string and_where(std::string_view condition) { return condition.empty() ? "" : " AND " + std::string(condition); }

}  // namespace

std::size_t locator_columns(const Table& table) { return scan_key(table).size(); }

std::string orphan_sql(const Table& child, const ForeignKey& key, const ParentKey& parent, const WantedRows& wanted) {
  std::string sql = "SELECT " + locator("c", child) + " FROM " + quote_identifier(child.name) + " AS c WHERE " +
                    is_set(child, key) + and_where(wanted.of_child);
  if (parent.parent != nullptr)
    sql += " AND NOT EXISTS (SELECT 1 FROM " + quote_identifier(parent.parent->name) + " AS p WHERE " +
           matches(child, key, parent) + and_where(wanted.of_parent) + ")";
  return sql;
}

std::string referring_sql(const Table& child, const ForeignKey& key, const ParentKey& parent) {
  return "SELECT " + locator("c", child) + ", " + locator("p", *parent.parent) + " FROM " +
         quote_identifier(child.name) + " AS c CROSS JOIN " + quote_identifier(parent.parent->name) + " AS p WHERE " +
         matches(child, key, parent);
}

}  // namespace lite2pg
