// Times as applications store them, into the columns that their own migrations make: each is loaded, reads in
// PostgreSQL as it should, and is proven equal; what cannot go without a line is refused, and goes with it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/e2e/existing_target.h"

namespace lite2pg::test::existing_times_pg_test {
namespace {

struct Case {
  const char* type;        ///< Of the column in PostgreSQL.
  const char* values;      ///< SQL literals for the column in SQLite, between commas; the column has no declared type.
  const char* expected;    ///< v::text of all rows in UTC, in their order, between bars.
  const char* lines = "";  ///< Of the mapping file, without which the column is refused; empty: none is needed.
};

const Case cases[] = {
    {"timestamptz", "'2026-11-28 23:10:33.242 +00:00'", "2026-11-28 23:10:33.242+00"},
    {"timestamptz", "'2026-11-28 23:10:33 +0000 UTC','2026-11-28 23:10:33.5 +0100 CET m=+0.003'",
     "2026-11-28 23:10:33+00|2026-11-28 22:10:33.5+00"},
    {"timestamp", "'2018-12-28 14:33:42.2485630'", "2018-12-28 14:33:42.248563"},
    {"timestamp", "'2018-12-28 14:33:42.2485637'", "2018-12-28 14:33:42.248563", "fraction = \"cut\""},
    {"timestamp(3)", "1764370000123,1700000000001", "2025-11-28 22:46:40.123|2023-11-14 22:13:20.001"},
    {"timestamptz", "1764370000,253402300799", "2025-11-28 22:46:40+00|9999-12-31 23:59:59+00"},
    {"timestamptz", "631152000", "1990-01-01 00:00:00+00", "format = \"epoch_s\""},
    {"timestamptz", "1764370000123,'2026-02-05T14:16:48.000Z'", "2025-11-28 22:46:40.123+00|2026-02-05 14:16:48+00",
     "format = \"epoch_ms\""},
    {"timestamptz", "'1764370000'", "2025-11-28 22:46:40+00"},
    {"timestamptz", "'20250409211357'", "2025-04-09 21:13:57+00"},
    {"timestamptz", "20250409211357", "2025-04-09 21:13:57+00"},
    {"timestamp", "638000000000000010", "2022-09-28 22:13:20.000001"},
    {"timestamp", "'0000-00-00 00:00:00','2026-11-28 23:10:33'", "NULL|2026-11-28 23:10:33", "zero_date = \"null\""},
    {"timestamp", "'infinity','2026-11-28 23:10:33'", "infinity|2026-11-28 23:10:33", "infinity = \"keep\""},
    {"timestamptz", "'2024-07-01 12:00:00'", "2024-07-01 10:00:00+00", ""},
    {"date", "'2024-07-01T00:00:00Z'", "2024-07-01"},
    {"date", "'2024-07-01 12:00:00'", "2024-07-01", "time_of_day = \"cut\""},
    {"date", "20240701", "2024-07-01"},
    {"time", "'2000-01-01 08:30:00','2000-01-01 08:30:00.500000'", "08:30:00|08:30:00.5"},
    {"time", "'08:30','09:00'", "08:30:00|09:00:00"},
    {"timetz", "'10:00:00+00','10:00:00+02'", "10:00:00+00|10:00:00+02"},
    {"interval", "'1970-01-04 00:00:00.000005'", "3 days 00:00:00.000005"},
    {"interval", "'1.02:03:04','00:01:00'", "1 day 02:03:04|00:01:00"},
    {"interval", "'01:30:00','2 days','P1DT2H'", "01:30:00|2 days|1 day 02:00:00"},
    {"interval", "90000000", "00:01:30", "format = \"epoch_us\""},
    {"interval", "90", "00:01:30", "format = \"epoch_s\""},
    {"interval", "90000000000", "00:01:30", "format = \"epoch_ns\""},
};

/// The values are clocks of Berlin where the case is about that.
std::string lines_of(const Case& c) {
  return std::string(c.values) == "'2024-07-01 12:00:00'" && *c.lines == 0 ? "time_zone = \"Europe/Berlin\"" : c.lines;
}

class ExistingTimes : public testing::TestWithParam<Case> {};

TEST_P(ExistingTimes, AreLoadedReadAndProven) {
  const Case& c = GetParam();
  std::string rows;
  std::string rest = c.values;
  for (int id = 1; !rest.empty(); ++id) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    rows += (id > 1 ? ",(" : "(") + std::to_string(id) + "," + rest.substr(0, comma) + ")";
    rest = rest.substr(std::min(comma + 1, rest.size()));
  }
  const ExistingTarget target("CREATE TABLE t(id INTEGER PRIMARY KEY, v); INSERT INTO t VALUES " + rows,
                              "CREATE TABLE t(id bigint PRIMARY KEY, v " + std::string(c.type) + ")");
  std::vector<std::string> options;
  if (const std::string lines = lines_of(c); !lines.empty()) {
    if (*c.lines != 0) {
      EXPECT_EQ(target.import({"--dry-run"}).exit_code, 3) << "needs no line";
    }
    std::ofstream(target.dir() / "m.toml") << "[table.\"t\".column.\"v\"]\n" << lines << "\n";
    options = {"--mapping", target.dir() / "m.toml"};
  }
  std::vector<std::string> dry = options;
  dry.emplace_back("--dry-run");
  const CommandResult planned = target.import(dry);
  EXPECT_EQ(planned.exit_code, 0) << planned.out << planned.err;
  const CommandResult imported = target.import(options);
  ASSERT_EQ(imported.exit_code, 0) << imported.out << imported.err;
  EXPECT_EQ(target.value("SELECT string_agg(coalesce(v::text, 'NULL'), '|' ORDER BY id) FROM t"), c.expected);
  const CommandResult verified = target.verify();
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
}

INSTANTIATE_TEST_SUITE_P(All, ExistingTimes, testing::ValuesIn(cases), [](const auto& p) {
  std::string name = std::string(p.param.type) + "_" + std::to_string(p.index);
  for (char& ch : name)
    if (std::isalnum(static_cast<unsigned char>(ch)) == 0) ch = '_';
  return name;
});

}  // namespace
}  // namespace lite2pg::test::existing_times_pg_test
