// In which order the objects of a file stood in sqlite_schema, told by the ranks that the plan recorded. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mapping/source/schema.h"

namespace lite2pg {

/// A row of sqlite_schema.
struct MadeObject {
  std::int64_t rowid = 0;
  std::string type, name, table;
};

/// The rowids of `made` (in the order in which they were made) in the order of the original. What has no recorded rank
/// stays behind what it was made with: automatic indexes behind their table. sqlite_sequence takes the rank that
/// nothing else has. A plan without ranks: as they were made.
[[nodiscard]] std::vector<std::int64_t> original_order(const Schema& schema, const std::vector<MadeObject>& made);

/// The rank that only sqlite_sequence can have had; 0 when there is none.
[[nodiscard]] int rank_of_sequences(const Schema& schema);

}  // namespace lite2pg
