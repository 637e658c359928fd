// When the source's rows are gone and only their digest is known (a manifest, a baseline): names each differing bucket
// and the keys that are in it now.
#pragma once

#include "verify/locate.h"

namespace lite2pg {

/// As locate_differences, for a table with a recorded digest. One difference a bucket.
[[nodiscard]] LocatedDifferences name_bucket_keys(Scanner& scanner, const std::vector<ComparedTable>& tables,
                                                  std::size_t index, const DigestPair& digests,
                                                  const ImportXids& import_xids, const LocateSettings& settings);

}  // namespace lite2pg
