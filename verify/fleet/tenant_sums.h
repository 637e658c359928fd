// The digest of every tenant's rows in a table, in one pass over it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mapping/value/digest.h"
#include "verify/sides/scanner.h"

namespace lite2pg {

/// Which number a tenant has; fixed before the pass.
class TenantNumbers {
 public:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  void add(std::string_view tenant) { numbers_.emplace(tenant, numbers_.size()); }
  [[nodiscard]] std::size_t size() const noexcept { return numbers_.size(); }
  [[nodiscard]] std::size_t of(std::string_view tenant) const {
    const auto found = numbers_.find(std::string(tenant));
    return found == numbers_.end() ? none : found->second;
  }

 private:
  std::unordered_map<std::string, std::size_t> numbers_;
};

/// Rows and sum of one table: by the tenant's number.
struct TableSums {
  std::vector<Bucket> tenants;
  std::map<std::string, std::uint64_t> strangers;  ///< Rows of tenants that have no number.
};

/// The rows of a tenant lie together mostly: whose row it is, is looked up once a change.
class TenantPass final : public Pass {
 public:
  /// `numbers` outlives the pass.
  TenantPass(std::size_t tables, const TenantNumbers& numbers);

  [[nodiscard]] std::unique_ptr<RowTaker> begin(const ScanItem& item) override;
  void end(const ScanItem& item, RowTaker& taker, double seconds) override;
  [[nodiscard]] bool wants_tenant() const override { return true; }

  /// When the pass is over; in the order of the tables.
  [[nodiscard]] const std::vector<TableSums>& sums() const noexcept { return sums_; }

 private:
  const TenantNumbers& numbers_;
  std::mutex lock_;
  std::vector<TableSums> sums_;
};

}  // namespace lite2pg
