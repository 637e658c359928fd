// A mapping file for one schema among several that belong together.
#pragma once

#include <string>
#include <string_view>

#include "mapping/source/schema.h"

namespace lite2pg {

/// The text without the sections of tables and columns that it names and `schema` lacks (MappingFile::check() calls
/// them mistakes), and without a partition_by of such a column. Lines keep their numbers, by which rules take
/// precedence.
[[nodiscard]] std::string mapping_subset(std::string_view mapping_toml, const Schema& schema);

}  // namespace lite2pg
