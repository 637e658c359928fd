// Databases with random schemas and data, migrated, verified, damaged at random and verified again: never a false
// alarm, and verify and the slow reference name the same differences. LITE2PG_TEST_ROUNDS multiplies the number of
// databases; 34 makes it a thousand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "tests/verify/damager.h"
#include "tests/verify/migrated_database.h"
#include "tests/verify/random_database.h"
#include "tests/verify/slow_reference.h"

namespace lite2pg::random_databases_pg_test {
namespace {

using testing::IsEmpty;
using testing::UnorderedElementsAreArray;

/// Without rows of tables that have no key: there one damage may undo another.
std::vector<std::string> with_key(std::vector<std::string> lines) {
  std::erase_if(lines, [](const std::string& line) { return line.find('=') == std::string::npos; });
  return lines;
}

class RandomDatabases : public testing::Test {
 protected:
  /// A new database in a schema of its own; the run number is the seed.
  void migrate(std::uint64_t seed) {
    schema_ = "s" + std::to_string(seed);
    std::filesystem::remove(database_.source());
    test::make_random_database(database_.source(), seed);
    database_.import([&](ImportOptions& o) {
      o.schema = schema_;
      o.plan.on_misfit = MisfitPolicy::widen;
    });
  }
  [[nodiscard]] VerifyResult verify(bool data_only) const {
    return database_.verify([&](VerifyOptions& o) {
      o.schema = schema_;
      o.data_only = data_only;
      o.diff_limit = 10'000;
    });
  }
  [[nodiscard]] std::vector<std::string> slowly() const {
    return test::slow_differences(database_.source(), database_.target(), schema_);
  }
  void drop() { database_.psql("DROP SCHEMA " + schema_ + ", " + schema_ + "_kept CASCADE"); }

  void expect_clean(const VerifyResult& result) const {
    ASSERT_THAT(test::named_by(result), IsEmpty());
    ASSERT_EQ(result.damage() + result.drift(), 0U);
    ASSERT_THAT(result.assumptions, IsEmpty());
    ASSERT_GT(result.tables.size(), 0U);
    ASSERT_THAT(slowly(), IsEmpty());
  }

  test::MigratedDatabase database_;
  std::string schema_;
};

TEST_F(RandomDatabases, AreFoundEqualAndTheirDamageAlikeByTwoImplementations) {
  const char* factor = std::getenv("LITE2PG_TEST_ROUNDS");
  const std::uint64_t rounds = 30 * static_cast<std::uint64_t>(factor != nullptr ? std::max(1, std::atoi(factor)) : 1);
  std::size_t differences = 0;
  std::uint64_t rows = 0;
  for (std::uint64_t round = 0; round < rounds; ++round) {
    SCOPED_TRACE("seed " + std::to_string(round));
    ASSERT_NO_FATAL_FAILURE(migrate(round));
    const VerifyResult clean = verify(false);
    ASSERT_NO_FATAL_FAILURE(expect_clean(clean));
    rows += clean.rows();
    test::Damager damager(database_.target(), schema_, round);
    const std::vector<std::string> done = damager.damage(1 + round % 8);
    const std::vector<std::string> wanted = slowly();
    const VerifyResult result = verify(true);
    ASSERT_THAT(test::named_by(result), UnorderedElementsAreArray(wanted));
    ASSERT_EQ(result.is_equal(FailOn::drift), wanted.empty());
    ASSERT_THAT(with_key(wanted), UnorderedElementsAreArray(with_key(done)));
    differences += wanted.size();
    drop();
  }
  EXPECT_GT(differences, rounds);
  EXPECT_GT(rows, 50 * rounds);
}

}  // namespace
}  // namespace lite2pg::random_databases_pg_test
