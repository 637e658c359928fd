// Parts of a plan as JSON documents of their own, in the plan's form.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mapping/plan/plan.h"

namespace lite2pg {

[[nodiscard]] std::string schema_to_json(const Schema& schema);
/// Throws Error(archive) when `text` is no such document.
[[nodiscard]] Schema schema_from_json(std::string_view text);

[[nodiscard]] std::string census_to_json(const std::vector<TableCensus>& census);
/// `schema`: that of the file which the census is of. Throws Error(archive).
[[nodiscard]] std::vector<TableCensus> census_from_json(std::string_view text, const Schema& schema);

}  // namespace lite2pg
