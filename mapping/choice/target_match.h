// Which table and column of the target those of the source are: by the mapping file's name, the exact name, the name
// folded as asked for, and then by letter case alone.
#pragma once

#include "mapping/choice/mapping_file.h"
#include "mapping/target/catalog.h"

namespace lite2pg {

/// `planned`: the name that the mapping file or the identifier style gives. nullptr when there is none.
[[nodiscard]] const TargetTable* match_table(const TargetCatalog& catalog, const std::string& planned,
                                             const std::string& source);
[[nodiscard]] const TargetColumn* match_column(const TargetTable& table, const std::string& planned,
                                               const std::string& source);

/// The same for a survey, before names are planned.
[[nodiscard]] const TargetColumn* match_column(const TargetCatalog& catalog, const MappingFile& mapping,
                                               const Table& table, const Column& column);

}  // namespace lite2pg
