#include "verify/fleet/tenant_sums.h"

namespace lite2pg {
namespace {

/// Sums of one piece of work; few tenants have rows in it.
class TenantTaker final : public RowTaker {
 public:
  explicit TenantTaker(const TenantNumbers& numbers) : numbers_(numbers) {}

  void take(const ScannedRow& row) override {
    if (current_ == nullptr || row.tenant != tenant_) change_to(row.tenant);
    ++current_->count;
    current_->sum += row.hash.row;
  }

  std::unordered_map<std::size_t, Bucket> known;
  std::map<std::string, Bucket> strangers;

 private:
  void change_to(std::string_view tenant) {
    tenant_ = tenant;
    const std::size_t number = numbers_.of(tenant);
    current_ = number == TenantNumbers::none ? &strangers[tenant_] : &known[number];
  }

  const TenantNumbers& numbers_;
  std::string tenant_;
  Bucket* current_ = nullptr;  ///< Both kinds of map keep their elements in place.
};

void add(Bucket& to, const Bucket& from) {
  to.count += from.count;
  to.sum += from.sum;
}

}  // namespace

TenantPass::TenantPass(std::size_t tables, const TenantNumbers& numbers) : numbers_(numbers), sums_(tables) {
  for (TableSums& s : sums_) s.tenants.resize(numbers.size());
}

std::unique_ptr<RowTaker> TenantPass::begin(const ScanItem&) { return std::make_unique<TenantTaker>(numbers_); }

void TenantPass::end(const ScanItem& item, RowTaker& taker, double) {
  const auto& taken = static_cast<TenantTaker&>(taker);
  const std::scoped_lock lock(lock_);
  TableSums& sums = sums_[item.table];
  for (const auto& [number, bucket] : taken.known) add(sums.tenants[number], bucket);
  for (const auto& [tenant, bucket] : taken.strangers) sums.strangers[tenant] += bucket.count;
}

}  // namespace lite2pg
