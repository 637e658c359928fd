// Which rows of a table are wanted, in SQLite's own words: --where TABLE=EXPR.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "mapping/source/schema.h"

namespace lite2pg {

/// By the table's name in the schema: text that stands as it is between WHERE and AND.
using RowConditions = std::map<std::string, std::string, std::less<>>;

/// Reads what a user wrote, each "TABLE=EXPR". EXPR is one expression over the bare names of the table's columns,
/// which says the same of a row today and tomorrow: no query, no clock, no chance, so that a later verification
/// compares the same rows. Throws Error(usage) that quotes the option.
[[nodiscard]] RowConditions row_conditions(const std::vector<std::string>& where, const Schema& schema);

}  // namespace lite2pg
