#include "export/sqlite/catalog.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include <functional>
#include <map>
#include <set>

#include "common/text.h"
#include "export/sqlite/connection.h"
#include "mapping/sql/parser/table_facts.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

using Visit = std::function<void(SQLite::Statement&)>;

/// Runs `sql` with text parameters and calls `visit` for each row.
void each_row(SQLite::Database& db, const char* sql, std::initializer_list<std::string> parameters,
              const Visit& visit) {
  SQLite::Statement query(db, sql);
  int at = 0;
  for (const std::string& p : parameters) query.bind(++at, p);
  while (query.executeStep()) visit(query);
}

std::string text(SQLite::Statement& row, int column) {
  const SQLite::Column value = row.getColumn(column);
  return value.isNull() ? std::string() : value.getString();
}

/// Names that begin so belong to SQLite itself (https://sqlite.org/fileformat2.html section 2.6.2).
bool is_internal(const std::string& name) { return ascii_lower(name).starts_with("sqlite_"); }

/// What ANALYZE keeps (https://sqlite.org/fileformat2.html section 2.6.3): named in the report, like a shadow table.
bool is_statistics(const std::string& name) { return ascii_lower(name).starts_with("sqlite_stat"); }

struct TableFacts {
  std::string type;  ///< "table", "virtual", "shadow", "view"
  bool without_rowid = false;
  bool strict = false;
};

std::map<std::string, TableFacts> read_table_list(SQLite::Database& db) {
  std::map<std::string, TableFacts> facts;
  each_row(db, "SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main'", {}, [&](auto& row) {
    facts[text(row, 0)] = {text(row, 1), row.getColumn(2).getInt() != 0, row.getColumn(3).getInt() != 0};
  });
  return facts;
}

TableKind kind_of(const TableFacts& facts) {
  if (facts.type == "virtual") return TableKind::virtual_;
  if (facts.type == "shadow") return TableKind::shadow;
  return facts.without_rowid ? TableKind::without_rowid : TableKind::rowid;
}

/// The `hidden` column of https://sqlite.org/pragma.html#pragma_table_xinfo.
enum Hidden : int { visible = 0, hidden_in_virtual_table = 1, generated_virtual = 2, generated_stored = 3 };

Column column_of(SQLite::Statement& row) {
  Column c;
  c.name = text(row, 0);
  c.declared_type = text(row, 1);
  c.not_null = row.getColumn(2).getInt() != 0;
  if (!row.getColumn(3).isNull()) c.default_sql = text(row, 3);
  c.key_position = row.getColumn(4).getInt();
  const int hidden = row.getColumn(5).getInt();
  if (hidden == generated_virtual) c.generated = Generated::virtual_;
  if (hidden == generated_stored) c.generated = Generated::stored;
  return c;
}

void read_columns(SQLite::Database& db, Table& table) {
  each_row(db, "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?)", {table.name},
           [&](auto& row) {
             if (row.getColumn(5).getInt() != hidden_in_virtual_table) table.columns.push_back(column_of(row));
           });
  table.columns.shrink_to_fit();  // There may be thousands of tables.
  for (Column& c : table.columns) c.collation = declared_collation(db, table.name, c.name);
}

IndexOrigin origin_of(const std::string& letter) {
  if (letter == "u") return IndexOrigin::unique_constraint;
  return letter == "pk" ? IndexOrigin::primary_key : IndexOrigin::create_index;
}

/// Columns by their place in Table::columns; cid counts hidden columns too, so the name decides.
void read_index_parts(SQLite::Database& db, const Table& table, Index& index) {
  each_row(db, "SELECT cid, name, \"desc\", coll FROM pragma_index_xinfo(?) WHERE key ORDER BY seqno", {index.name},
           [&](auto& row) {
             IndexPart part;
             if (!row.getColumn(1).isNull()) part.column = table.find_column(text(row, 1));
             part.descending = row.getColumn(2).getInt() != 0;
             part.collation = text(row, 3);
             index.parts.push_back(part);
           });
}

void read_indexes(SQLite::Database& db, Table& table) {
  each_row(db, "SELECT name, \"unique\", origin FROM pragma_index_list(?) ORDER BY seq DESC", {table.name},
           [&](auto& row) {
             Index index;
             index.name = text(row, 0);
             index.unique = row.getColumn(1).getInt() != 0;
             index.origin = origin_of(text(row, 2));
             table.indexes.push_back(std::move(index));
           });
  for (Index& index : table.indexes) read_index_parts(db, table, index);
}

ForeignKey& key_with_id(std::vector<ForeignKey>& keys, int id) {
  if (keys.empty() || keys.back().id != id) keys.emplace_back().id = id;
  return keys.back();
}

void read_foreign_keys(SQLite::Database& db, Table& table) {
  each_row(db,
           "SELECT id, \"table\", \"from\", \"to\", on_update, on_delete FROM pragma_foreign_key_list(?) "
           "ORDER BY id DESC, seq",
           {table.name}, [&](auto& row) {
             ForeignKey& key = key_with_id(table.foreign_keys, row.getColumn(0).getInt());
             key.parent = text(row, 1);
             key.columns.push_back(table.find_column(text(row, 2)));
             if (!row.getColumn(3).isNull()) key.parent_columns.push_back(text(row, 3));
             key.on_update = text(row, 4);
             key.on_delete = text(row, 5);
           });
}

/// A sole INTEGER PRIMARY KEY has no index of its own: it is the rowid
/// (https://sqlite.org/lang_createtable.html#rowid).
int find_rowid_alias(const Table& table) {
  const auto key = table.key_columns();
  return table.kind == TableKind::rowid && key.size() == 1 && table.key_index() == nullptr ? key.front() : -1;
}

/// A missing module makes only its own table unreadable.
void read_virtual_columns(SQLite::Database& db, Table& table) {
  try {
    read_columns(db, table);
  } catch (const SQLite::Exception&) {
    table.columns.clear();
  }
}

/// A virtual column is computed when it is read, maybe by a function that only its application has.
void find_unreadable(SQLite::Database& db, Table& table) {
  for (Column& c : table.columns) {
    if (c.generated != Generated::virtual_) continue;
    try {
      SQLite::Statement(db, "SELECT " + quote_identifier(c.name) + " FROM " + quote_identifier(table.name));
    } catch (const SQLite::Exception& e) {
      c.unreadable = e.what();
    }
  }
}

void complete(SQLite::Database& db, Table& table) {
  if (table.kind == TableKind::virtual_) return read_virtual_columns(db, table);
  read_columns(db, table);
  find_unreadable(db, table);
  read_indexes(db, table);
  read_foreign_keys(db, table);
  table.rowid_alias = find_rowid_alias(table);
}

void read_objects(SQLite::Database& db, Schema& schema) {
  const auto facts = read_table_list(db);
  int position = 0;
  each_row(db, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid", {}, [&](auto& row) {
    ++position;
    const std::string type = text(row, 0), name = text(row, 1), sql = text(row, 3);
    if (is_internal(name) && !is_statistics(name)) return;
    if (type == "view") schema.views.push_back({name, sql, position});
    if (type == "trigger") schema.triggers.push_back({name, text(row, 2), sql, position});
    if (type != "table") return;
    Table& table = schema.tables.emplace_back();
    table.name = name;
    table.sql = sql;
    table.position = position;
    const auto found = facts.find(name);
    if (found == facts.end()) return;
    table.kind = is_statistics(name) ? TableKind::shadow : kind_of(found->second);
    table.strict = found->second.strict;
  });
}

/// The module of CREATE VIRTUAL TABLE x USING module(...); empty when there is none to be seen.
std::string module_of(const Table& table) {
  const std::string sql = ascii_lower(table.sql);
  std::size_t at = sql.find("using");
  if (at == std::string::npos) return {};
  at = sql.find_first_not_of(" \t\r\n\"[`", at + 5);
  return at == std::string::npos ? std::string() : sql.substr(at, sql.find_first_of(" \t\r\n\"]`(", at) - at);
}

/// A module that is not here cannot tell which tables are its own: those that are called after the virtual table.
void find_shadows(SQLite::Database& db, Schema& schema) {
  std::set<std::string> modules;
  each_row(db, "SELECT name FROM pragma_module_list", {},
           [&](auto& row) { modules.insert(ascii_lower(text(row, 0))); });
  for (const Table& owner : schema.tables) {
    if (owner.kind != TableKind::virtual_ || modules.contains(module_of(owner))) continue;
    const std::string prefix = ascii_lower(owner.name) + "_";
    for (Table& table : schema.tables) {
      if (table.holds_rows() && ascii_lower(table.name).starts_with(prefix)) table.kind = TableKind::shadow;
    }
  }
}

void read_index_sql(SQLite::Database& db, Schema& schema) {
  struct Made {
    std::string sql;
    int position;
  };
  std::map<std::string, Made> made;
  each_row(
      db,
      "SELECT name, sql, n FROM (SELECT name, type, sql, row_number() OVER (ORDER BY rowid) AS n FROM sqlite_schema) "
      "WHERE type = 'index' AND sql IS NOT NULL",
      {}, [&](auto& row) {
        made[text(row, 0)] = {text(row, 1), row.getColumn(2).getInt()};
      });
  for (Table& table : schema.tables) {
    for (Index& index : table.indexes) {
      const auto found = made.find(index.name);
      if (found == made.end()) continue;
      index.sql = found->second.sql;
      index.position = found->second.position;
    }
  }
}

/// What only the SQL text tells: CHECKs, expressions, names of constraints.
void read_sql_facts(Schema& schema) {
  for (Table& table : schema.tables) {
    if (table.kind == TableKind::virtual_) continue;
    table.unparsed = add_parsed_facts(table);
    for (Index& index : table.indexes) {
      const std::string reason = add_parsed_facts(index, table);
      if (table.unparsed.empty() && !reason.empty()) table.unparsed = "index " + index.name + ": " + reason;
    }
  }
}

/// Several rows for one table should not be; the highest number is the safe one. The column has no type, and SQLite
/// takes what stands there as CAST does; numbers that CAST would only bring to the end of 64 bits count for nothing
/// (mapping/planning/sequence_rows names them).
void read_sequences(SQLite::Database& db, Schema& schema) {
  if (!db.tableExists("sqlite_sequence")) return;
  each_row(db,
           "SELECT name, max(CAST(seq AS INTEGER)) FROM sqlite_sequence WHERE typeof(seq) = 'integer' "
           "OR abs(CAST(seq AS REAL)) < 9e18 GROUP BY name",
           {}, [&](auto& row) {
             const std::string name = text(row, 0);
             for (Table& table : schema.tables)
               if (equals_ignoring_case(table.name, name)) table.sequence = row.getColumn(1).getInt64();
           });
}

/// The rows of SQLite's own tables that hold no rows of the application. sqlite_stat4's samples are blobs: they stand
/// as their bytes.
void read_bookkeeping(SQLite::Database& db, const std::string& table, FileFacts& facts) {
  if (!db.tableExists(table)) return;
  each_row(db, ("SELECT * FROM " + table + " ORDER BY rowid").c_str(), {}, [&](auto& row) {
    BookkeepingRow& kept = facts.bookkeeping.emplace_back();
    kept.table = table;
    for (int i = 0; i < row.getColumnCount(); ++i) {
      const SQLite::Column value = row.getColumn(i);
      kept.fields.push_back(value.isNull() ? std::nullopt : std::optional(value.getString()));
    }
  });
}

void read_file_facts(SQLite::Database& db, FileFacts& facts) {
  facts.page_size = db.execAndGet("PRAGMA page_size").getInt();
  facts.auto_vacuum = db.execAndGet("PRAGMA auto_vacuum").getInt();
  facts.journal_mode = db.execAndGet("PRAGMA journal_mode").getString();
  for (const char* table : {"sqlite_sequence", "sqlite_stat1", "sqlite_stat4"}) read_bookkeeping(db, table, facts);
}

}  // namespace

Schema read_catalog(SQLite::Database& db) {
  Schema schema;
  schema.encoding = db.execAndGet("PRAGMA encoding").getString();
  schema.user_version = db.execAndGet("PRAGMA user_version").getInt();
  schema.application_id = db.execAndGet("PRAGMA application_id").getInt();
  read_file_facts(db, schema.file);
  read_objects(db, schema);
  find_shadows(db, schema);
  for (Table& table : schema.tables) complete(db, table);
  read_index_sql(db, schema);
  read_sequences(db, schema);
  read_sql_facts(schema);
  return schema;
}

}  // namespace lite2pg
