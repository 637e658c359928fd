// A SQLite schema in pieces that can be taken out one by one: what a migration does not carry is left out on both
// sides, and all the rest must then do the same.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mapping/plan/plan.h"

namespace lite2pg::test {

/// What the values of a column are drawn from.
enum class Domain { integer, small, decimal, real, text, boolean, date, instant, blob, uuid, any };

struct ColumnSpec {
  std::string name, type, collation;
  Domain domain = Domain::integer;
  bool not_null = false;
  std::string default_sql;  ///< Behind DEFAULT; empty: none.
  std::string generated;    ///< Behind AS; empty: a plain column.
};

/// A named CHECK, UNIQUE or FOREIGN KEY ("sql" as behind CONSTRAINT name), or an index ("sql" whole).
struct PieceSpec {
  std::string name, sql;
};

struct TableSpec {
  std::string name;
  std::vector<ColumnSpec> columns;  ///< The first one is the key when `key` is empty: INTEGER PRIMARY KEY.
  std::string key;                  ///< PRIMARY KEY (...) as a table constraint.
  bool has_key = true, strict = false, without_rowid = false;
  std::vector<PieceSpec> constraints, indexes;

  [[nodiscard]] std::string create_sql() const;
};

struct SchemaSpec {
  std::vector<TableSpec> tables;
  /// Whole statements behind the tables: views, triggers.
  std::vector<PieceSpec> others;

  [[nodiscard]] std::string script() const;
  /// Takes out the piece that the object is about; false when there is none.
  bool take_out(const ObjectPlan& object);
};

}  // namespace lite2pg::test
