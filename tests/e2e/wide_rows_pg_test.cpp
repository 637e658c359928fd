// Rows as wide as a page of PostgreSQL and one column wider: what the dry run says, and what the server does.
#include <gmock/gmock.h>

#include <stdexcept>

#include "tests/e2e/tools.h"

namespace lite2pg::test::wide_rows_pg_test {
namespace {

using testing::HasSubstr;

struct WideTable {
  std::string name, declared, type, value;
  int most;  ///< Columns that fit.
};

std::string list(int columns, const std::string& before, const std::string& after) {
  std::string text;
  for (int i = 1; i <= columns; ++i)
    text += (i == 1 ? "" : ", ") + (before.empty() ? "" : before + std::to_string(i) + " ") + after;
  return text;
}

class WideRows : public testing::TestWithParam<WideTable> {
 protected:
  [[nodiscard]] CommandResult dry_run(int columns) const {
    const std::string path = dir_ / (std::to_string(columns) + ".db");
    run_sqlite(path, "CREATE TABLE t (" + list(columns, "c", GetParam().declared) + "); INSERT INTO t VALUES (" +
                         list(columns, "", GetParam().value) + ")");
    return run_tool("import", {path, target_.uri(), "--dry-run"});
  }
  [[nodiscard]] bool server_takes(int columns) const {
    target_.psql("DROP TABLE IF EXISTS wide; CREATE TABLE wide (" + list(columns, "c", GetParam().type) + ")");
    try {
      target_.psql("INSERT INTO wide VALUES (" + list(columns, "", GetParam().value) + ")");
    } catch (const std::runtime_error& e) {
      EXPECT_THAT(e.what(), HasSubstr("row is too big"));
      return false;
    }
    return true;
  }

  TempDir dir_;
  TempDatabase target_;
};

TEST_P(WideRows, AreKnownBeforeTheLoad) {
  const int most = GetParam().most;
  EXPECT_TRUE(server_takes(most));
  const CommandResult fits = dry_run(most);
  EXPECT_EQ(fits.exit_code, 0) << fits.err;
  EXPECT_FALSE(server_takes(most + 1));
  const CommandResult wide = dry_run(most + 1);
  EXPECT_EQ(wide.exit_code, 3) << wide.err;
  EXPECT_THAT(wide.out, HasSubstr("rowid 1"));
  EXPECT_THAT(wide.out, HasSubstr("in one page of PostgreSQL"));
}

INSTANTIATE_TEST_SUITE_P(Tables, WideRows,
                         testing::Values(WideTable{"Numbers", "INTEGER", "bigint", "7", 1017},
                                         WideTable{"ShortTexts", "TEXT", "text", "'abcdefgh'", 904},
                                         WideTable{"TextsOfThirty", "TEXT", "text", "'abcdefghijklmnopqrstuvwxyz1234'",
                                                   452}),
                         [](const auto& table) { return table.param.name; });

}  // namespace
}  // namespace lite2pg::test::wide_rows_pg_test
