#include "tests/behaviour/schema_spec.h"

#include <algorithm>
#include <utility>

namespace lite2pg::test {
namespace {

std::string column_sql(const ColumnSpec& c, bool is_rowid) {
  std::string sql = "\"" + c.name + "\"" + (c.type.empty() ? "" : " " + c.type);
  if (is_rowid) return sql + " PRIMARY KEY";
  if (!c.collation.empty()) sql += " COLLATE " + c.collation;
  if (!c.generated.empty()) return sql + " AS (" + c.generated + ") STORED";
  if (c.not_null) sql += " NOT NULL";
  if (!c.default_sql.empty()) sql += " DEFAULT " + c.default_sql;
  return sql;
}

bool erase_named(std::vector<PieceSpec>& pieces, const std::string& name) {
  return std::erase_if(pieces, [&](const PieceSpec& p) { return p.name == name; }) > 0;
}

bool names(const PieceSpec& piece, const std::string& column) {
  return piece.sql.find("\"" + column + "\"") != std::string::npos;
}

bool take_column(TableSpec& table, const std::string& name) {
  if (std::erase_if(table.columns, [&](const ColumnSpec& c) { return c.name == name; }) == 0) return false;
  std::erase_if(table.constraints, [&](const PieceSpec& p) { return names(p, name); });
  std::erase_if(table.indexes, [&](const PieceSpec& p) { return names(p, name); });
  return true;
}

}  // namespace

std::string TableSpec::create_sql() const {
  std::string sql;
  for (const ColumnSpec& c : columns) {
    const bool is_rowid = has_key && key.empty() && &c == columns.data();
    sql += (sql.empty() ? "" : ", ") + column_sql(c, is_rowid);
  }
  if (has_key && !key.empty()) sql += ", " + key;
  for (const PieceSpec& c : constraints) sql += ", CONSTRAINT \"" + c.name + "\" " + c.sql;
  std::string tail = strict ? " STRICT" : "";
  if (without_rowid) tail += strict ? ", WITHOUT ROWID" : " WITHOUT ROWID";
  return "CREATE TABLE \"" + name + "\" (" + sql + ")" + tail;
}

std::string SchemaSpec::script() const {
  std::string sql;
  for (const TableSpec& table : tables) {
    sql += table.create_sql() + ";\n";
    for (const PieceSpec& index : table.indexes) sql += index.sql + ";\n";
  }
  for (const PieceSpec& other : others) sql += other.sql + ";\n";
  return sql;
}

bool SchemaSpec::take_out(const ObjectPlan& object) {
  if (erase_named(others, object.name)) return true;
  const auto table = std::ranges::find(tables, object.table, &TableSpec::name);
  if (table == tables.end()) return false;
  switch (object.kind) {
    case ObjectKind::index: return erase_named(table->indexes, object.name);
    case ObjectKind::generated_column: return take_column(*table, object.name);
    case ObjectKind::default_value: {
      const auto column = std::ranges::find(table->columns, object.name, &ColumnSpec::name);
      return column != table->columns.end() && !std::exchange(column->default_sql, "").empty();
    }
    case ObjectKind::primary_key: return std::exchange(table->has_key, false) && !(table->without_rowid = false);
    default: return erase_named(table->constraints, object.name);
  }
}

}  // namespace lite2pg::test
