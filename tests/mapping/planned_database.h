// Plans of databases that SQLite itself makes from SQL text.
#pragma once

#include <string>

#include "mapping/plan/plan.h"

namespace lite2pg::test {

/// The plan of a database made by `script`.
[[nodiscard]] Plan plan_of_script(const std::string& script, const PlanOptions& options = {},
                                  const std::string& mapping = {});
/// The plan of a database file, which is only read.
[[nodiscard]] Plan plan_of_file(const std::string& path, const PlanOptions& options = {},
                                const std::string& mapping = {});

/// The one object of that kind and name; throws std::out_of_range when there is none.
[[nodiscard]] const ObjectPlan& object_of(const Plan& plan, ObjectKind kind, std::string_view name);
/// "carried: sql; sql" or "not_carried: reason", what golden tests compare.
[[nodiscard]] std::string outcome(const ObjectPlan& object);

}  // namespace lite2pg::test
