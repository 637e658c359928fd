// sqlite_sequence may be written to by anybody: what stands there that is no whole number.
#pragma once

#include <string>
#include <vector>

#include "mapping/source/schema.h"

namespace lite2pg {

/// A line for each row of a known AUTOINCREMENT table whose number is none.
[[nodiscard]] std::vector<std::string> odd_sequence_rows(const Schema& schema);

}  // namespace lite2pg
