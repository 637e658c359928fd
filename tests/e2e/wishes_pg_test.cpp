// Types that an option wishes for in a fresh import: --integers, --timestamps, --json.
#include <gmock/gmock.h>

#include "tests/e2e/offered_lines.h"
#include "tests/e2e/tools.h"

namespace lite2pg::test::wishes_pg_test {
namespace {

using testing::HasSubstr;

class Wishes : public testing::Test {
 protected:
  void SetUp() override {
    run_sqlite(
        source_,
        "CREATE TABLE item(id INTEGER PRIMARY KEY AUTOINCREMENT, n INT, wide INTEGER, big BIGINT, at DATETIME, zoned "
        "DATETIME, "
        "doc JSON, twice JSON, stamped DATETIME DEFAULT CURRENT_TIMESTAMP);"
        "INSERT INTO item VALUES (1, 5, 4294967296, 7, '2024-02-29 12:00:00', '2024-02-29 12:00:00+02:00', "
        "'{\"b\":1}', "
        "'{\"a\":1,\"a\":2}', '2024-02-29 12:00:00');"
        "CREATE TABLE part(id INTEGER PRIMARY KEY, item INTEGER REFERENCES item(id)); INSERT INTO part VALUES (1, 1)");
  }
  [[nodiscard]] CommandResult import(std::vector<std::string> options) const {
    std::vector<std::string> words = {source_, target_.uri()};
    words.insert(words.end(), options.begin(), options.end());
    return run_tool("import", words);
  }
  [[nodiscard]] std::string type(const std::string& column, const std::string& table = "item") const {
    return target_.value("SELECT data_type FROM information_schema.columns WHERE table_name = '" + table +
                         "' AND column_name = '" + column + "'");
  }
  void expect_equal() const {
    const CommandResult check = run_tool("verify", {source_, target_.uri()});
    EXPECT_EQ(check.exit_code, 0) << check.out;
  }

  TempDir dir_;
  TempDatabase target_;
  std::string source_ = dir_ / "s.db";
};

TEST_F(Wishes, MakeIntegersOfFourBytesWhereAllFit) {
  ASSERT_EQ(import({"--integers", "integer"}).exit_code, 0);
  EXPECT_EQ(type("id"), "integer");
  EXPECT_EQ(type("n"), "integer");
  EXPECT_EQ(type("wide"), "bigint") << "a value does not fit";
  EXPECT_EQ(type("big"), "bigint") << "the declaration says so";
  EXPECT_EQ(type("item", "part"), "integer") << "as the key that it refers to";
  EXPECT_EQ(target_.value("INSERT INTO item(n) VALUES (6) RETURNING id"), "2");
}

TEST_F(Wishes, MakeTimestampsWithAZone) {
  ASSERT_EQ(import({"--timestamps", "zone"}).exit_code, 0);
  EXPECT_EQ(type("at"), "timestamp with time zone");
  EXPECT_EQ(type("stamped"), "timestamp with time zone");
  EXPECT_EQ(target_.value("SELECT at AT TIME ZONE 'UTC' || ' ' || zoned AT TIME ZONE 'UTC' FROM item"),
            "2024-02-29 12:00:00 2024-02-29 10:00:00");
  expect_equal();
  EXPECT_EQ(target_.value("INSERT INTO item(n) VALUES (6) RETURNING abs(extract(epoch FROM stamped - now())) < 60"),
            "t");
}

TEST_F(Wishes, MakeTimestampsWithoutAZone) {
  ASSERT_EQ(import({"--timestamps", "naive"}).exit_code, 0);
  EXPECT_EQ(type("zoned"), "timestamp without time zone");
  EXPECT_EQ(target_.value("SELECT zoned FROM item"), "2024-02-29 10:00:00");
  expect_equal();
}

constexpr const char* twice_stays = "[table.\"item\".column.\"twice\"]\ntype = \"json\"";

TEST_F(Wishes, MakeJsonbAndNameTheDocumentThatWouldLoseAKey) {
  for (const std::string value : {"{\"a\":1,\"a\":2}", "[\"\\u0000\"]", "\"\\ud800\""}) {
    run_sqlite(source_, "UPDATE item SET twice = '" + value + "'");
    const CommandResult refused = import({"--json", "jsonb", "--dry-run"});
    EXPECT_EQ(refused.exit_code, 3) << value;
    EXPECT_THAT(offered_lines(refused.out), HasSubstr(twice_stays)) << refused.out;
  }
  run_sqlite(source_, "UPDATE item SET twice = '{\"a\":1,\"a\":2}'");
  EXPECT_EQ(import({"--json", "jsonb"}).exit_code, 3);
  write_text(dir_ / "m.toml", twice_stays);
  ASSERT_EQ(import({"--json", "jsonb", "--mapping", dir_ / "m.toml"}).exit_code, 0);
  EXPECT_EQ(type("doc"), "jsonb");
  EXPECT_EQ(type("twice"), "json") << "jsonb would drop the repeated key";
  expect_equal();
}

TEST_F(Wishes, StandInTheMappingFileToo) {
  write_text(dir_ / "m.toml",
             std::string("[defaults]\nintegers = \"integer\"\ntimestamps = \"zone\"\njson = \"jsonb\"\n") +
                 twice_stays + "\n");
  ASSERT_EQ(import({"--mapping", dir_ / "m.toml"}).exit_code, 0);
  EXPECT_EQ(type("n") + ", " + type("at") + ", " + type("doc"), "integer, timestamp with time zone, jsonb");
  expect_equal();
}

TEST_F(Wishes, AreOfferedByTheDryRun) {
  const CommandResult dry = import({"--dry-run"});
  EXPECT_THAT(dry.out, HasSubstr("--integers integer"));
  EXPECT_THAT(dry.out, HasSubstr("--json jsonb"));
  EXPECT_THAT(dry.out, HasSubstr("--timestamps"));
}

}  // namespace
}  // namespace lite2pg::test::wishes_pg_test
