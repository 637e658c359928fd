// The second pass: finds the rows behind a table's differing buckets, in bounded memory however much differs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "mapping/documents/report.h"
#include "verify/rows/difference_places.h"
#include "verify/sides/digest_pass.h"
#include "verify/sides/scanner.h"

namespace lite2pg {

/// What is common to the search in all tables.
struct LocateSettings {
  std::size_t limit = 0;  ///< Differences to list a table.
  unsigned jobs = 1;
  bool page_ranges = true;
  std::size_t memory = 32U << 20;  ///< Bytes of rows kept at a time.
};

struct LocatedDifferences {
  std::vector<Difference> listed;
  std::uint64_t total = 0;
  std::uint64_t drift = 0;  ///< Of `total`.
  DifferencePlaces places;
  bool complete = true;  ///< False: `total` is the least that it can be.
  std::size_t buckets = 0, buckets_examined = 0;
  std::vector<std::string> warnings;
};

/// Low 32 bits of the transactions that loaded a table; empty: unknown, then all differences are damage.
using ImportXids = std::unordered_set<std::uint32_t>;

/// The warning that `xmin` tells nothing about a table any more.
[[nodiscard]] std::string no_import_left(const std::string& table);

/// Reads table `index` again, once or, while fewer than `limit` differences were found and buckets are left, a few
/// times. Without source rows (a recorded digest) it names the buckets and the keys that are in them now.
[[nodiscard]] LocatedDifferences locate_differences(Scanner& scanner, const std::vector<ComparedTable>& tables,
                                                    std::size_t index, const DigestPair& digests, RowSource* source,
                                                    const ImportXids& import_xids, const LocateSettings& settings);

}  // namespace lite2pg
