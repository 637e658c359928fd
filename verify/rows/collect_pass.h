// Passes of the second reading: one collects the rows of some buckets, one fetches rows that were too long to collect.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "verify/rows/collector.h"
#include "verify/rows/locate.h"
#include "verify/sides/scanner.h"

namespace lite2pg {

class CollectPass final : public Pass {
 public:
  /// Both must outlive the pass. With `import_xids` the target's rows come with their xmin.
  CollectPass(RowCollector& collector, const ImportXids& import_xids)
      : collector_(collector), import_xids_(import_xids) {}

  [[nodiscard]] std::unique_ptr<RowTaker> begin(const ScanItem& item) override;
  void end(const ScanItem& item, RowTaker& taker, double seconds) override;
  [[nodiscard]] bool wants_xmin() const override { return !import_xids_.empty(); }

  /// Rows of the target, in all buckets, that the import's transactions wrote.
  [[nodiscard]] std::uint64_t imported_rows() const noexcept { return imported_rows_; }

 private:
  RowCollector& collector_;
  const ImportXids& import_xids_;
  std::atomic<std::uint64_t> imported_rows_ = 0;
};

/// Fills the encodings of `rows` that are empty, as far as `capacity` bytes reach.
class FetchPass final : public Pass {
 public:
  FetchPass(std::vector<LeftRow>& rows, std::size_t capacity);

  [[nodiscard]] bool is_needed() const noexcept { return !wanted_.empty(); }
  [[nodiscard]] std::unique_ptr<RowTaker> begin(const ScanItem& item) override;
  void end(const ScanItem& /*item*/, RowTaker& /*taker*/, double /*seconds*/) override {}
  void offer(const ScannedRow& row);

 private:
  struct Hasher {
    std::size_t operator()(const RowHash& h) const noexcept { return h.row.low ^ h.key; }
  };
  std::unordered_map<RowHash, LeftRow*, Hasher> wanted_;  ///< Does not change while the pass runs.
  std::size_t capacity_;
  std::mutex lock_;
};

}  // namespace lite2pg
