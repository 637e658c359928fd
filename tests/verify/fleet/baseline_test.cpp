#include "verify/fleet/baseline.h"

#include <gmock/gmock.h>

#include <fstream>

#include "common/error.h"
#include "common/files.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::test::baseline_test {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

std::vector<TenantOutcome> state(std::uint64_t rows, const std::string& digest) {
  return {{"a", "/a.db", TenantVerdict::equal, "", rows, rows, {{"t", rows, rows, digest, digest, true}}},
          {"b", "/b.db", TenantVerdict::equal, "", 1, 1, {{"t", 1, 1, "00", "00", true}}}};
}

TEST(FleetBaseline, ComparesEachTenantsTables) {
  const TempDir dir;
  write_file(dir / "b.json", fleet_baseline_text(42, state(3, "ab")), "baseline");
  const auto then = read_fleet_baseline(dir / "b.json");
  ASSERT_TRUE(then);
  EXPECT_EQ(then->seed, 42U);
  EXPECT_THAT(changes_since(*then, state(3, "ab")), IsEmpty());
  const auto changes = changes_since(*then, state(3, "cd"));
  ASSERT_THAT(changes, SizeIs(1));
  EXPECT_EQ(changes[0].table, "tenant a: t");
  EXPECT_THAT(changes_since(*then, {}), SizeIs(2));
}

TEST(FleetBaseline, AnotherFileIsAMistake) {
  const TempDir dir;
  EXPECT_FALSE(read_fleet_baseline(dir / "none.json"));
  std::ofstream(dir / "x.json") << "{}";
  EXPECT_THROW((void)read_fleet_baseline(dir / "x.json"), Error);
}

}  // namespace
}  // namespace lite2pg::test::baseline_test
