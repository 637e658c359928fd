// Random damages to migrated copies of the sample database and of the benchmark's workload, without any constraint that
// would refuse them: each is repaired, no other row is touched, and the undo gives the damage back exactly.
// LITE2PG_TEST_ROUNDS multiplies the number of rounds; 5 makes it 500 damages of each database.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/support/command.h"
#include "tests/support/places.h"
#include "tests/sync/apply/repaired_database.h"
#include "tests/verify/damager.h"

namespace lite2pg::random_damage_pg_test {
namespace {

using testing::IsEmpty;

int rounds() {
  const char* factor = std::getenv("LITE2PG_TEST_ROUNDS");
  return 2 * (factor != nullptr ? std::max(1, std::atoi(factor)) : 1);
}

class RandomDamage : public testing::TestWithParam<std::vector<std::string>> {
 protected:
  void load() {
    std::vector<std::string> fixture = {test::program("fixtures"), GetParam()[0], database_.source()};
    fixture.insert(fixture.end(), GetParam().begin() + 1, GetParam().end());
    ASSERT_EQ(test::run_command(fixture).exit_code, 0);
    database_.import();
  }
  [[nodiscard]] std::vector<std::string> found() const {
    return test::named_by(database_.verify([](VerifyOptions& o) {
      o.data_only = true;
      o.diff_limit = 10'000;
    }));
  }
  static std::size_t differing(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    std::vector<std::string> only;
    std::ranges::set_difference(a, b, std::back_inserter(only));
    return only.size();
  }

  test::RepairedDatabase database_;
};

TEST_P(RandomDamage, IsRepairedAndComesBackByUndo) {
  ASSERT_NO_FATAL_FAILURE(load());
  test::Damager damager(database_.target(), "public", 11);
  for (int round = 0; round < rounds(); ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    ASSERT_THAT(damager.damage(51), testing::Not(IsEmpty()));
    const auto damaged = database_.content(true), damage = database_.content(false);
    const RepairResult result = database_.repair();
    ASSERT_THAT(test::lines_of(result.skipped), IsEmpty());
    ASSERT_THAT(found(), IsEmpty());
    const auto repaired = database_.content(true);
    EXPECT_LE(std::max(differing(damaged, repaired), differing(repaired, damaged)), result.changes.size());
    const UndoResult undone = database_.undo();
    ASSERT_THAT(test::lines_of(undone.skipped), IsEmpty());
    ASSERT_EQ(database_.content(false), damage);
    damager.repair();
  }
}

INSTANTIATE_TEST_SUITE_P(Databases, RandomDamage,
                         testing::Values(std::vector<std::string>{"ferry"},
                                         std::vector<std::string>{"bench", "--rows", "2000"}),
                         [](const auto& p) { return p.param[0]; });

}  // namespace
}  // namespace lite2pg::random_damage_pg_test
