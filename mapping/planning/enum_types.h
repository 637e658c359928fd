// Enum types of the labels that a CHECK of the source lists, where the mapping file asks for them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mapping/choice/mapping_file.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// Gives the columns that the mapping file names their type and labels. Throws Error(usage) when no CHECK lists labels,
/// or when one type would have different ones.
void plan_enums(const MappingFile& mapping, Plan& plan);

/// After the objects were planned: a CHECK that the type makes superfluous is not made.
void leave_enum_checks(Plan& plan);

/// The type's name without quotes.
[[nodiscard]] std::string enum_name(const ColumnPlan& column);

/// CREATE TYPE for every enum of the plan, once each; none for existing tables.
[[nodiscard]] std::vector<std::string> create_types_sql(const Plan& plan, std::string_view schema);

}  // namespace lite2pg
