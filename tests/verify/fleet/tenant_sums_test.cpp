#include "verify/fleet/tenant_sums.h"

#include <gmock/gmock.h>

namespace lite2pg::test::tenant_sums_test {
namespace {

using testing::ElementsAre;
using testing::Pair;

ScannedRow row(std::string_view tenant, std::uint64_t low) {
  ScannedRow r;
  r.hash.row = {low, 0};
  r.tenant = tenant;
  return r;
}

TEST(TenantPass, AddsUpByTenantOverPiecesOfWork) {
  TenantNumbers numbers;
  numbers.add("a");
  numbers.add("b");
  TenantPass pass(1, numbers);
  const ScanItem item;
  for (const std::uint64_t times : {1, 2}) {
    const auto taker = pass.begin(item);
    taker->take(row("a", 10 * times));
    taker->take(row("b", 5));
    taker->take(row("a", 1));
    taker->take(row("ghost", 7));
    pass.end(item, *taker, 0);
  }
  const TableSums& sums = pass.sums()[0];
  EXPECT_EQ(sums.tenants[0], (Bucket{4, {32, 0}}));
  EXPECT_EQ(sums.tenants[1], (Bucket{2, {10, 0}}));
  EXPECT_THAT(sums.strangers, ElementsAre(Pair("ghost", 2)));
}

}  // namespace
}  // namespace lite2pg::test::tenant_sums_test
