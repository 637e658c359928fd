// At least 500 random damages each to a migrated copy of the sample database and of the benchmark's workload: each is
// named with table and row or column, and nothing else is. LITE2PG_TEST_ROUNDS multiplies the number of rounds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/support/command.h"
#include "tests/support/places.h"
#include "tests/verify/damager.h"
#include "tests/verify/migrated_database.h"

namespace lite2pg::sample_mutation_pg_test {
namespace {

using testing::UnorderedElementsAreArray;

class SampleMutation : public testing::TestWithParam<std::vector<std::string>> {};

TEST_P(SampleMutation, EachIsNamedAndNothingElse) {
  test::MigratedDatabase database;
  std::vector<std::string> fixture = {test::program("fixtures"), GetParam()[0], database.source()};
  fixture.insert(fixture.end(), GetParam().begin() + 1, GetParam().end());
  ASSERT_EQ(test::run_command(fixture).exit_code, 0);
  database.import();
  test::Damager damager(database.target(), "public", 7);
  const auto found = [&] {
    return test::named_by(database.verify([](VerifyOptions& o) {
      o.data_only = true;
      o.diff_limit = 10'000;
    }));
  };
  ASSERT_THAT(found(), testing::IsEmpty());
  const char* factor = std::getenv("LITE2PG_TEST_ROUNDS");
  const int rounds = 10 * (factor != nullptr ? std::max(1, std::atoi(factor)) : 1);
  for (int round = 0; round < rounds; ++round) {
    const std::vector<std::string> expected = damager.damage(51);
    ASSERT_THAT(found(), UnorderedElementsAreArray(expected)) << "round " << round;
    damager.repair();
  }
  EXPECT_GE(damager.kinds().size(), 500U);
  for (const char* kind : {"value", "lost", "doubled", "key", "rows swapped", "columns swapped"})
    EXPECT_GT(damager.kinds().count(kind), 0U) << kind;
}

INSTANTIATE_TEST_SUITE_P(Databases, SampleMutation,
                         testing::Values(std::vector<std::string>{"ferry"},
                                         std::vector<std::string>{"bench", "--rows", "20000"}),
                         [](const auto& p) { return p.param[0]; });

}  // namespace
}  // namespace lite2pg::sample_mutation_pg_test
