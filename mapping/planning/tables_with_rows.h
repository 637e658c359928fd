// Which tables of a source a survey reads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mapping/source/schema.h"

namespace lite2pg {

/// Those that hold rows, and the R-Trees that the mapping file asks for; of them what the patterns let through.
/// Throws Error(usage) for a mapping file that does not parse.
[[nodiscard]] std::vector<const Table*> tables_with_rows(const Schema& schema, const std::vector<std::string>& tables,
                                                         const std::vector<std::string>& exclude,
                                                         std::string_view mapping_toml);

}  // namespace lite2pg
