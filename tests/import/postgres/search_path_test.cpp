#include "import/postgres/search_path.h"

#include <gtest/gtest.h>

namespace lite2pg::search_path_test {
namespace {

TEST(SearchPath, IsTheTransactionsOwnAndTheSchemasAlone) {
  EXPECT_EQ(search_path_sql("app"), "SET LOCAL search_path = \"app\", pg_temp");
}

TEST(SearchPath, QuotesTheSchema) {
  EXPECT_EQ(search_path_sql("My \"own\", public"), "SET LOCAL search_path = \"My \"\"own\"\", public\", pg_temp");
}

TEST(SearchPath, WithoutASchemaHoldsTheServersOwnNamesAlone) {
  EXPECT_EQ(search_path_sql(""), "SET LOCAL search_path = pg_catalog, pg_temp");
}

TEST(InSchema, SetsThePathBeforeTheStatement) {
  EXPECT_EQ(in_schema("app", "CREATE INDEX ON users (name)"),
            "SET LOCAL search_path = \"app\", pg_temp; CREATE INDEX ON users (name)");
}

}  // namespace
}  // namespace lite2pg::search_path_test
