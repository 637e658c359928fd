// A SQLite schema for tables that came from none: targets without a ledger, and what was added to a target since.
#pragma once

#include <string>
#include <vector>

#include "mapping/plan/plan.h"
#include "mapping/target/catalog.h"
#include "sync/sqlite/target_constraints.h"

namespace lite2pg {

/// The statements for one table: CREATE TABLE first, then its indexes. Pure.
struct DerivedTable {
  std::string create;
  std::vector<std::string> indexes;
  std::vector<std::string> notes;  ///< What is left out, and why.
};
[[nodiscard]] DerivedTable derived_table(const TargetTable& table, const CatalogObjects& objects);

/// The schema that SQLite makes of these statements, and the plan by which it is filled. Throws Error(refused) when
/// SQLite takes one of them for a mistake (names that differ in letter case alone, say).
struct DerivedSchema {
  Schema schema;
  std::vector<TablePlan> tables;
  std::vector<std::string> notes;
};
[[nodiscard]] DerivedSchema derived_schema(const std::vector<const TargetTable*>& tables,
                                           const std::map<std::string, CatalogObjects>& objects);

/// `table` with columns added at its end, as ALTER TABLE adds them: its statement too. Without the NOT NULL that they
/// may have. Throws Error(refused).
void add_columns(Table& table, const std::vector<const TargetColumn*>& columns);

}  // namespace lite2pg
