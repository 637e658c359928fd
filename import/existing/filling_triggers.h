// Columns of existing tables that only the target has and that its own triggers fill (a tsvector for full-text search,
// a counter of another table's rows): the triggers are off while rows go in, so somebody has to fill them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "import/postgres/session.h"
#include "mapping/plan/plan.h"
#include "mapping/target/catalog.h"

namespace lite2pg {

/// A trigger that fires for INSERT.
struct InsertTrigger {
  std::string table, name;  ///< Target names.
  bool of_rows = true, before = false, on_update = false;
  std::string function;   ///< Its text.
  std::string arguments;  ///< What it is told.
};

/// How a trigger fills a column.
enum class Filling : std::uint8_t {
  by_update,     ///< BEFORE INSERT OR UPDATE of the row itself: an UPDATE that changes nothing fires it too.
  by_insert,     ///< BEFORE INSERT alone.
  by_statement,  ///< By an UPDATE of its own, mostly of another table.
};

/// A trigger of a loaded table that assigns to a column of a loaded table which the source does not have.
struct FillingTrigger {
  std::string table, trigger;        ///< Target names.
  std::string filled_table, column;  ///< Where it writes.
  Filling how = Filling::by_update;
  std::string statement;  ///< Fills the column once the rows are in; "": it could not be read out of the function.
};

/// Those of the plan's tables in `schema` that are on.
[[nodiscard]] std::vector<InsertTrigger> insert_triggers(Session& session, const Plan& plan, const std::string& schema);

/// By what each function says (NEW.column, UPDATE table SET column) or is told. A column with a default is filled by
/// that, but for what an UPDATE counts in it.
[[nodiscard]] std::vector<FillingTrigger> filling_triggers(const std::vector<InsertTrigger>& triggers, const Plan& plan,
                                                           const TargetCatalog& catalog);

/// The UPDATE that sets every loaded column to what it is, so that triggers fire.
[[nodiscard]] std::string touch_sql(const TablePlan& table, const std::string& schema);
/// A number that changes when any loaded value of the table does.
[[nodiscard]] std::string content_sql(const TablePlan& table, const std::string& schema);

}  // namespace lite2pg
