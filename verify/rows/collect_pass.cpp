#include "verify/rows/collect_pass.h"

namespace lite2pg {
namespace {

class CollectTaker final : public RowTaker {
 public:
  CollectTaker(Side side, RowCollector& collector, const ImportXids& import_xids)
      : side_(side), collector_(collector), import_xids_(import_xids) {}

  void take(const ScannedRow& row) override {
    collector_.add(side_, row);
    if (!import_xids_.empty() && side_ == Side::target && import_xids_.contains(row.xmin)) ++imported_rows;
  }

  std::uint64_t imported_rows = 0;

 private:
  Side side_;
  RowCollector& collector_;
  const ImportXids& import_xids_;
};

class FetchTaker final : public RowTaker {
 public:
  explicit FetchTaker(FetchPass& pass) : pass_(pass) {}
  void take(const ScannedRow& row) override { pass_.offer(row); }

 private:
  FetchPass& pass_;
};

}  // namespace

std::unique_ptr<RowTaker> CollectPass::begin(const ScanItem& item) {
  return std::make_unique<CollectTaker>(item.side, collector_, import_xids_);
}

void CollectPass::end(const ScanItem& /*item*/, RowTaker& taker, double /*seconds*/) {
  imported_rows_ += static_cast<CollectTaker&>(taker).imported_rows;
}

FetchPass::FetchPass(std::vector<LeftRow>& rows, std::size_t capacity) : capacity_(capacity) {
  for (LeftRow& row : rows) {
    if (row.encoding.empty()) wanted_.emplace(row.hash, &row);
  }
}

std::unique_ptr<RowTaker> FetchPass::begin(const ScanItem& /*item*/) { return std::make_unique<FetchTaker>(*this); }

void FetchPass::offer(const ScannedRow& row) {
  const auto found = wanted_.find(row.hash);
  if (found == wanted_.end()) return;
  const std::scoped_lock lock(lock_);
  std::string& encoding = found->second->encoding;
  if (!encoding.empty() || row.encoding.size() > capacity_) return;
  encoding = row.encoding;
  capacity_ -= encoding.size();
}

}  // namespace lite2pg
