#include "export/survey/orphan_sql.h"

#include "export/rows/scan_sql.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

std::string column_of(const char* alias, const Table& table, int column) {
  return std::string(alias) + "." + quote_identifier(table.columns[static_cast<std::size_t>(column)].name);
}

/// The rowid, the primary key, or where neither can be named, nothing but the fact.
std::string locator(const Table& child) {
  std::string out;
  for (const std::string& name : scan_key(child)) out += (out.empty() ? "c." : ", c.") + name;
  return out.empty() ? "NULL" : out;
}

}  // namespace

std::string orphan_sql(const Table& child, const ForeignKey& key, const ParentKey& parent) {
  std::string is_set, matches;
  for (std::size_t i = 0; i < key.columns.size(); ++i) {
    const std::string own = column_of("c", child, key.columns[i]);
    is_set += (i == 0 ? "" : " AND ") + own + " IS NOT NULL";
    if (parent.parent != nullptr)
      matches += (i == 0 ? "" : " AND ") + column_of("p", *parent.parent, parent.columns[i]) + " = +" + own;
  }
  std::string sql = "SELECT " + locator(child) + " FROM " + quote_identifier(child.name) + " AS c WHERE " + is_set;
  if (parent.parent != nullptr)
    sql += " AND NOT EXISTS (SELECT 1 FROM " + quote_identifier(parent.parent->name) + " AS p WHERE " + matches + ")";
  return sql;
}

}  // namespace lite2pg
