// The first pass: the digest of every table on both sides.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "common/console/progress.h"
#include "verify/sides/compared_table.h"
#include "verify/sides/scanner.h"

namespace lite2pg {

/// Rows of the source that one column sets aside.
struct MisfitCount {
  std::uint64_t rows = 0;
  std::string first;  ///< "rowid 42"

  void add(const MisfitCount& other);
};

/// One table's digests.
struct DigestPair {
  TableDigest source{0}, target{0};
  std::uint64_t source_bytes = 0, target_bytes = 0;  ///< Of the encoded rows.
  double seconds = 0;                                ///< Summed over the threads.
  std::map<std::string, MisfitCount> misfits;        ///< By source column; these rows are in no digest.

  /// Buckets whose count or sum differ.
  [[nodiscard]] std::vector<std::size_t> differing() const;
};

class DigestPass final : public Pass {
 public:
  /// A recorded source digest is taken over as it is. `work` is what will be run; with `progress` a table's end shows.
  DigestPass(const std::vector<ComparedTable>& tables, const std::vector<ScanItem>& work, Progress& progress);

  [[nodiscard]] std::unique_ptr<RowTaker> begin(const ScanItem& item) override;
  void end(const ScanItem& item, RowTaker& taker, double seconds) override;

  /// When the pass is over; in the order of the tables.
  [[nodiscard]] std::vector<DigestPair>& results() noexcept { return results_; }

 private:
  const std::vector<ComparedTable>& tables_;
  Progress& progress_;
  std::mutex lock_;
  std::vector<DigestPair> results_;
  std::vector<std::size_t> open_items_;
};

}  // namespace lite2pg
