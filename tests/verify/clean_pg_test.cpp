// Databases with random schemas and data, migrated and verified: never a false alarm. LITE2PG_TEST_ROUNDS multiplies
// the number of databases.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "tests/verify/migrated_database.h"
#include "tests/verify/random_database.h"

namespace lite2pg {
namespace {

using testing::IsEmpty;

TEST(CleanCopies, AreEqual) {
  const char* factor = std::getenv("LITE2PG_TEST_ROUNDS");
  const int rounds = 100 * (factor != nullptr ? std::max(1, std::atoi(factor)) : 1);
  test::MigratedDatabase database;
  std::uint64_t rows = 0;
  for (int round = 0; round < rounds; ++round) {
    SCOPED_TRACE("seed " + std::to_string(round));
    const std::string schema = "s" + std::to_string(round);
    std::filesystem::remove(database.source());
    test::make_random_database(database.source(), static_cast<std::uint64_t>(round));
    database.import([&](ImportOptions& o) {
      o.schema = schema;
      o.plan.on_misfit = MisfitPolicy::widen;
    });
    const VerifyResult result = database.verify([&](VerifyOptions& o) { o.schema = schema; });
    ASSERT_THAT(test::lines_of(result), IsEmpty());
    ASSERT_EQ(result.damage() + result.drift(), 0U);
    ASSERT_THAT(result.assumptions, IsEmpty());
    ASSERT_GT(result.tables.size(), 0U);
    rows += result.rows();
    database.psql("DROP SCHEMA " + schema + " CASCADE");
  }
  EXPECT_GT(rows, 20U * static_cast<unsigned>(rounds));
}

}  // namespace
}  // namespace lite2pg
