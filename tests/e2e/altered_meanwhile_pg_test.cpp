// Somebody alters a table of the target while a tool waits for it. A snapshot that is older than the rewrite of a table
// finds it empty: https://www.postgresql.org/docs/15/mvcc-caveats.html
#include <gmock/gmock.h>

#include "tests/e2e/way_back.h"

namespace lite2pg::test::altered_meanwhile_pg_test {
namespace {

using testing::HasSubstr;

class AlteredMeanwhile : public WayBack {
 protected:
  void SetUp() override {
    run_sqlite(source_, R"(
CREATE TABLE a (id INTEGER PRIMARY KEY, v INT);
CREATE TABLE b (id INTEGER PRIMARY KEY, v INT);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) INSERT INTO a SELECT i, i * 5 FROM n;
INSERT INTO b SELECT * FROM a;
)");
    import();
  }

  /// `change` is committed once somebody waits for table b.
  [[nodiscard]] CommandResult during(const std::string& change, const std::string& tool,
                                     const std::vector<std::string>& arguments) const {
    BackgroundCommand altering({"psql", "-X", "-q", database_.uri(), "-c", "BEGIN", "-c", change, "-c",
                                "\\echo altered", "-c",
                                "DO $$ BEGIN FOR i IN 1..2000 LOOP PERFORM pg_sleep(0.01); EXIT WHEN EXISTS "
                                "(SELECT FROM pg_locks WHERE NOT granted AND relation = 'b'::regclass); "
                                "END LOOP; END $$",
                                "-c", "COMMIT"});
    EXPECT_EQ(altering.read_line(), "altered");
    CommandResult result = run_tool(tool, arguments);
    EXPECT_EQ(altering.wait().exit_code, 0);
    return result;
  }
};

constexpr const char* rewrite = "ALTER TABLE b ALTER v TYPE bigint USING v + 1 - 1";

TEST_F(AlteredMeanwhile, ARewrittenTableComesBackWithItsRows) {
  const CommandResult result = during(rewrite, "sync", {database_.uri(), "--back", out_});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(shell(out_, "SELECT count(*), sum(v) FROM b"), shell(source_, "SELECT count(*), sum(v) FROM b"));
  expect_verified();
}

TEST_F(AlteredMeanwhile, ATruncatedTableComesBackAsItIsThen) {
  const CommandResult result =
      during("TRUNCATE b; INSERT INTO b VALUES (7, 8)", "sync", {database_.uri(), "--back", out_});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(shell(out_, "SELECT * FROM b"), "7|8\n");
}

TEST_F(AlteredMeanwhile, ValuesAreNotReadByTheTypeThatAColumnHad) {
  const CommandResult result =
      during("ALTER TABLE b ALTER v TYPE double precision", "sync", {database_.uri(), "--back", out_});
  EXPECT_EQ(result.exit_code, 5);
  EXPECT_THAT(result.err, HasSubstr("table 'b' of the target was changed while this began"));
  expect_nothing_left();
}

TEST_F(AlteredMeanwhile, NoRowOfARewrittenTableIsMissingToVerifyOrRepair) {
  CommandResult result = during(rewrite, "verify", {source_, database_.uri(), "--data-only"});
  EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
  result = during(rewrite, "sync", {source_, database_.uri(), "--dry-run"});
  EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
}

}  // namespace
}  // namespace lite2pg::test::altered_meanwhile_pg_test
