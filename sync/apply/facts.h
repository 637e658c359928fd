// What the target's catalog says of tables that are to be changed: what would stand in the way, or fire, or follow.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "import/postgres/session.h"

namespace lite2pg {

struct ColumnFacts {
  std::string name;
  std::string type;  ///< As DDL writes it, with its schema where it is not pg_catalog.
  bool not_null = false;
  bool generated = false;        ///< The target computes it.
  bool identity_always = false;  ///< An UPDATE can set it to DEFAULT alone.
};

/// A foreign key that points at the table.
struct Reference {
  struct Pair {
    std::string column, own, operator_name;  ///< Of the child; of the table; OPERATOR(schema.=), own value first.
  };
  std::string name;         ///< Of the constraint.
  std::uint32_t child = 0;  ///< Its table's oid.
  std::string child_name;   ///< Quoted, with its schema.
  std::vector<Pair> pairs;
};

struct TriggerFacts {
  std::string name, disable_sql, enable_sql;
  bool of_delete = false;
};

struct TableFacts {
  std::uint32_t oid = 0;
  std::string name;    ///< Quoted, with its schema.
  bool owned = false;  ///< By the role: it may switch triggers off.
  std::string owner;
  std::vector<ColumnFacts> columns;               ///< All of them, in the table's order.
  std::vector<std::vector<std::string>> uniques;  ///< Columns of each unique index that is checked at once.
  std::vector<std::vector<std::string>> keys;     ///< Those among them that tell every row from all others.
  std::vector<Reference> references;
  std::vector<TriggerFacts> triggers;  ///< Those that would fire; not those of foreign keys.

  [[nodiscard]] const ColumnFacts* find_column(const std::string& column) const;
};

/// In an open transaction, or in one of its own.
[[nodiscard]] TableFacts read_table_facts(Session& session, const std::string& schema, const std::string& table);

}  // namespace lite2pg
