#include "import/postgres/library.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lite2pg::library_test {
namespace {

TEST(PostgresLibrary, SaysItsVersionAndTheServersThatAreKnownToWork) {
  EXPECT_THAT(postgres_library(), testing::MatchesRegex("libpq 1[0-9]\\.[0-9]+, PostgreSQL 14 to 18"));
}

}  // namespace
}  // namespace lite2pg::library_test
