// The source schema, as SQLite's PRAGMAs and the parsed SQL of sqlite_schema tell it. Pure data: the catalog
// (export/) fills it, plan and DDL read it, the archive stores it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lite2pg {

/// Column affinity by the rules of https://sqlite.org/datatype3.html section 3.1.
enum class Affinity : std::uint8_t { integer, text, blob, real, numeric };

enum class Generated : std::uint8_t { no, virtual_, stored };

struct Column {
  std::string name;
  std::string declared_type;  ///< As written, for instance "VARCHAR(20)"; empty when there is none.
  bool not_null = false;
  std::string not_null_conflict;           ///< "REPLACE", ...: ON CONFLICT of NOT NULL; mostly empty.
  int key_position = 0;                    ///< 1-based position in the PRIMARY KEY; 0 when not part of it.
  std::optional<std::string> default_sql;  ///< The DEFAULT expression as PRAGMA table_xinfo gives it.
  Generated generated = Generated::no;
  std::string generated_sql;  ///< The expression of GENERATED ALWAYS AS (...), without the parentheses.
  std::string collation;      ///< "" (BINARY), "NOCASE", "RTRIM" or a name of the application's own.
  std::string comment;        ///< Text of the SQL comment beside the column definition, when there is one.
  /// Why SQLite cannot compute it here (a virtual column that calls a function of the application); empty: it can. It
  /// reads as NULL.
  std::string unreadable = {};
};

struct IndexPart {
  int column = -1;         ///< Index into Table::columns; -1 for an expression.
  std::string expression;  ///< SQL text when `column` is -1.
  bool descending = false;
  std::string collation;  ///< The collation in force for this part: "BINARY", "NOCASE", ...
};

enum class IndexOrigin : std::uint8_t { create_index, unique_constraint, primary_key };

struct Index {
  std::string name;  ///< "sqlite_autoindex_..." for constraints.
  IndexOrigin origin = IndexOrigin::create_index;
  bool unique = false;
  std::vector<IndexPart> parts;
  std::optional<std::string> where;  ///< The predicate of a partial index.
  std::string constraint_name;       ///< Name given by CONSTRAINT ..., for constraint origins; may be empty.
  std::string conflict_clause;       ///< "REPLACE", "IGNORE", ... when the constraint has one.
  std::string sql;                   ///< The CREATE INDEX text; empty for constraints.
  int position = 0;                  ///< As Table::position.
};

struct ForeignKey {
  int id = 0;                               ///< As in PRAGMA foreign_key_list.
  std::string name;                         ///< From CONSTRAINT ...; may be empty.
  std::vector<int> columns;                 ///< Indexes into Table::columns.
  std::string parent;                       ///< Parent table, as written.
  std::vector<std::string> parent_columns;  ///< Empty: the parent's primary key.
  std::string on_update = "NO ACTION";
  std::string on_delete = "NO ACTION";
  bool deferrable = false;
  bool initially_deferred = false;
};

struct Check {
  std::string name;  ///< May be empty.
  std::string expression;
  int column = -1;  ///< The column it was written beside; -1 for a table constraint.
};

/// `rtree`: an R-Tree that is carried as a table, since the mapping file asks for it; else it is `virtual_`.
enum class TableKind : std::uint8_t { rowid, without_rowid, virtual_, shadow, rtree };

struct Table {
  std::string name;
  TableKind kind = TableKind::rowid;
  bool strict = false;
  std::vector<Column> columns;  ///< Including generated ones; hidden columns of virtual tables are left out.
  int rowid_alias = -1;         ///< Index of the INTEGER PRIMARY KEY column, which is the rowid; else -1.
  bool autoincrement = false;
  std::optional<std::int64_t> sequence;  ///< sqlite_sequence.seq, when there is a row for this table.
  std::string key_name;                  ///< Name of the PRIMARY KEY constraint; may be empty.
  std::string key_conflict_clause;       ///< ON CONFLICT of the PRIMARY KEY; may be empty.
  std::vector<Index> indexes;            ///< With the automatic ones of UNIQUE and PRIMARY KEY.
  std::vector<ForeignKey> foreign_keys;
  std::vector<Check> checks;
  std::string comment;
  std::string sql;       ///< The CREATE TABLE text.
  int position = 0;      ///< Rank among all objects of sqlite_schema, from 1: the order in which a file is made anew.
  std::string unparsed;  ///< Why our parser cannot read the SQL of the table or of its indexes; empty: it can.

  /// Whether the table has rows of its own that a migration takes along.
  [[nodiscard]] bool holds_rows() const noexcept { return kind != TableKind::virtual_ && kind != TableKind::shadow; }
  /// Indexes of the PRIMARY KEY columns in key order; empty when the table has no key.
  [[nodiscard]] std::vector<int> key_columns() const;
  /// The index of the PRIMARY KEY; nullptr when there is none, as for an INTEGER PRIMARY KEY.
  [[nodiscard]] const Index* key_index() const;
  /// Index of the column of this name (ASCII case-insensitive, as SQLite compares names); -1 when there is none.
  [[nodiscard]] int find_column(std::string_view column_name) const;
};

/// Indexes of the parent's columns that the key refers to; empty when the key does not match the parent.
[[nodiscard]] std::vector<int> referred_columns(const ForeignKey& key, const Table& parent);

struct View {
  std::string name;
  std::string sql;
  int position = 0;  ///< As Table::position.
};

struct Trigger {
  std::string name;
  std::string table;
  std::string sql;
  int position = 0;  ///< As Table::position.
};

/// A row of sqlite_sequence or sqlite_stat1 and their like (https://sqlite.org/fileformat2.html section 2.6), as text.
struct BookkeepingRow {
  std::string table;                               ///< "sqlite_sequence", "sqlite_stat1", ...
  std::vector<std::optional<std::string>> fields;  ///< In the order of its columns; nullopt: NULL.
};

/// What a file made anew must have beside its schema and rows to be the same to its application.
struct FileFacts {
  int page_size = 0;                        ///< PRAGMA page_size, in bytes; 0: not recorded.
  int auto_vacuum = 0;                      ///< PRAGMA auto_vacuum: 0 none, 1 full, 2 incremental.
  std::string journal_mode;                 ///< PRAGMA journal_mode: "wal", "delete", ...
  std::vector<BookkeepingRow> bookkeeping;  ///< In the order of their rowids.
};

struct Schema {
  std::vector<Table> tables;  ///< In the order of sqlite_schema; of SQLite's own only sqlite_stat*, as shadow.
  std::vector<View> views;
  std::vector<Trigger> triggers;
  std::string encoding = "UTF-8";  ///< PRAGMA encoding.
  int sqlite_version = 0;          ///< SQLITE_VERSION_NUMBER of the library that wrote the file last; 0: not known.
  int user_version = 0;
  int application_id = 0;
  FileFacts file;

  /// The table of this name (ASCII case-insensitive), or nullptr.
  [[nodiscard]] const Table* find_table(std::string_view table_name) const;
};

/// Affinity of a declared type: the five rules, in SQLite's order.
[[nodiscard]] Affinity affinity_of(std::string_view declared_type);
/// That of a column: ANY in a STRICT table keeps every value as it is (https://sqlite.org/stricttables.html).
[[nodiscard]] Affinity affinity_of(const Table& table, const Column& column);

}  // namespace lite2pg
