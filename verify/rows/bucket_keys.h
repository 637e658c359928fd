// When the source's rows are gone and only their digest is known (a manifest, a baseline): names each differing bucket
// and the keys that are in it now.
#pragma once

#include "verify/rows/locate.h"

namespace lite2pg {

/// As locate_differences, for a table with a recorded digest. One difference a bucket. Where the import's rows can be
/// told by their transactions, a bucket counts as drift when rows of it were added, changed or deleted since, and as
/// damage when all its rows are the import's and yet not what was recorded.
[[nodiscard]] LocatedDifferences name_bucket_keys(Scanner& scanner, const std::vector<ComparedTable>& tables,
                                                  std::size_t index, const DigestPair& digests,
                                                  const ImportXids& import_xids, const LocateSettings& settings);

}  // namespace lite2pg
