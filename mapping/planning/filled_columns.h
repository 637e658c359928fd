// Columns that only the target has: NOT NULL without a default, they take a constant that the mapping file gives
// ([table."t".fill]).
#pragma once

#include <optional>
#include <string>

#include "mapping/plan/plan.h"
#include "mapping/target/catalog.h"

namespace lite2pg {

/// The column with the constant (as ColumnPlan::null_as) in every row; nullopt when it does not fit the type.
[[nodiscard]] std::optional<ColumnPlan> filled_column(const TargetColumn& column, const std::string& constant);

/// A constant that the column takes, as TOML: 0, "", false, "1970-01-01", ...; empty when none is known.
[[nodiscard]] std::string offered_constant(const TargetColumn& column);

}  // namespace lite2pg
