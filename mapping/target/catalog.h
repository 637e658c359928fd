// The tables of one schema of the target, as pg_catalog tells them: what an existing schema decides. Pure data;
// import/postgres/target_catalog.h reads it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lite2pg {

/// A CHECK of a table that asks for one column alone.
struct ColumnCheck {
  std::string name;
  std::string condition;  ///< As the server spells it, with the column's own name.
};

struct TargetColumn {
  std::string name;
  std::string type;  ///< As DDL writes it: "character varying(20)"; of a domain: its base type's.
  std::string base;  ///< pg_type.typname: "varchar", "int4", "timestamptz"; of a domain: its base type's; of an array:
                     ///< its elements', or of elements that are domains their base type's.
  bool is_enum = false;
  bool not_null = false;     ///< By the column or by its domain.
  bool generated = false;    ///< GENERATED ALWAYS AS (...) STORED.
  bool has_default = false;  ///< Also true for identity columns, and for domains with a default.
  bool is_array = false;
  bool identity = false;                 ///< BY DEFAULT or ALWAYS: COPY writes both.
  std::uint8_t money_digits = 2;         ///< Of money: digits after the point, by the database's lc_monetary.
  std::vector<std::string> labels = {};  ///< Of an enum, in its order.
  std::string default_sql = {};  ///< Its DEFAULT, as the server spells it; empty for identities and domains' defaults.
  std::string sequence = {};     ///< Where its default or identity draws numbers: quoted, with its schema.
  std::string checked_domain = {};  ///< A domain with CHECKs in one of its layers: quoted, with its schema; of an array
                                    ///< of such domains: with brackets behind it.
  std::uint32_t element_oid = 0;    ///< Of an array: the type of its elements.
  std::vector<ColumnCheck> checks = {};
  bool of_domains = false;    ///< Of an array: its elements are of a domain, whose number element_oid is.
  bool refuses_null = false;  ///< One of all these CHECKs does. Only import asks.

  [[nodiscard]] bool takes_null() const noexcept { return !not_null && !refuses_null; }
};

/// A sequence that no column draws from by its default or identity.
struct TargetSequence {
  std::string name;
  std::string quoted;  ///< With its schema.
  std::int64_t last_value = 1;
  bool is_called = false;  ///< Else last_value itself comes next.
};

struct TargetTable {
  std::string name;
  char kind = 'r';          ///< pg_class.relkind: r table, p partitioned, v view, m materialized view, f foreign table.
  std::uint64_t pages = 0;  ///< Of the main fork; of a partitioned table: of its largest partition.
  std::uint64_t bytes = 0;  ///< With TOAST; of all partitions.
  std::vector<TargetColumn> columns;
  bool empty = false;  ///< It is known to hold no row.

  /// The column of this name: the exact one, else the only one that differs in letter case alone; else nullptr.
  [[nodiscard]] const TargetColumn* find_column(std::string_view column) const;
};

struct TargetCatalog {
  std::string schema;
  std::vector<TargetTable> tables;
  std::vector<TargetSequence> sequences = {};

  /// As find_column.
  [[nodiscard]] const TargetTable* find_table(std::string_view table) const;
};

}  // namespace lite2pg
