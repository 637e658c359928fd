// What stands in the way of a load into existing tables, and how it comes back: foreign keys are dropped and made
// again, triggers are switched off and on, inside the loading transaction. All of it is what an owner of the tables may
// do.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "import/postgres/session.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// A foreign key of a loaded table, or one by which another table refers to it.
struct ExistingKey {
  std::string name, table;  ///< Its own table, without schema.
  std::string drop_sql, add_sql;
  std::string comment_sql;  ///< Empty: it has no comment.
  bool valid = true;        ///< False: it was NOT VALID before.
  bool incoming = false;    ///< Of a table that is not loaded.
};

struct ExistingTrigger {
  std::string table;  ///< Without schema.
  std::string disable_sql, enable_sql;
};

struct ExistingObjects {
  std::vector<ExistingKey> keys;
  std::vector<ExistingTrigger> triggers;
};

/// The foreign keys and the user's triggers that are on, of the plan's tables in `schema`.
[[nodiscard]] ExistingObjects existing_objects(Session& session, const Plan& plan, const std::string& schema);

/// The plan's tables that the session's role does not own.
[[nodiscard]] std::vector<std::string> tables_of_others(Session& session, const Plan& plan, const std::string& schema);
/// The plan's tables that hold rows.
[[nodiscard]] std::vector<std::string> filled_tables(Session& session, const Plan& plan, const std::string& schema);
/// How many rows each of the plan's tables holds, those that hold none left out.
[[nodiscard]] std::vector<std::pair<std::string, std::uint64_t>> rows_in_tables(Session& session, const Plan& plan,
                                                                                const std::string& schema);
/// The error for tables that hold rows.
[[nodiscard]] Error filled_error(const std::vector<std::string>& tables);
/// setval for a sequence that no column's default names.
[[nodiscard]] std::string set_sequence_sql(const SequencePlan& sequence, const std::string& schema);
/// setval for the sequence that a column draws from, so that its next number is above every id ever issued.
[[nodiscard]] std::string set_sequence_sql(const TablePlan& table, const ColumnPlan& column, const std::string& schema,
                                           const std::string& sequence);

}  // namespace lite2pg
