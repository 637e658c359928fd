// Columns of existing tables that only the target has and that its own triggers fill (a tsvector for full-text search,
// say): the triggers are off while rows go in, so somebody has to fill them.
#pragma once

#include <string>
#include <vector>

#include "import/postgres/session.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// A BEFORE INSERT trigger FOR EACH ROW that assigns to a column without default which the source does not have.
struct FillingTrigger {
  std::string table, trigger, column;  ///< Target names.
  bool on_update = false;              ///< It also fires for UPDATE: that is how the column gets its values.
};

/// By what the trigger's function says (NEW.column) or is told (its arguments).
[[nodiscard]] std::vector<FillingTrigger> filling_triggers(Session& session, const Plan& plan,
                                                           const std::string& schema);

/// "users: audit, touch": triggers that fire for INSERT, by table.
[[nodiscard]] std::vector<std::string> silent_triggers(Session& session, const Plan& plan, const std::string& schema);

/// The UPDATE that sets every loaded column to what it is, so that triggers fire.
[[nodiscard]] std::string touch_sql(const TablePlan& table, const std::string& schema);
/// A number that changes when any loaded value of the table does.
[[nodiscard]] std::string content_sql(const TablePlan& table, const std::string& schema);

}  // namespace lite2pg
