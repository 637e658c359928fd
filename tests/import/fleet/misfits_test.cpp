#include "import/fleet/misfits.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "import/fleet/recorded_misfits.h"

namespace lite2pg::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

ListedMisfit misfit(const std::string& column, std::uint64_t count) {
  ListedMisfit m{{"t", column, "rowid 1", "'x'", "odd", count, {{"[table.t.column." + column + "]", {"skip = true"}}}},
                 {}};
  for (std::uint64_t i = 1; i <= std::min<std::uint64_t>(count, misfit_rows_listed); ++i) {
    m.rows.push_back({"rowid " + std::to_string(i), "'x'"});
  }
  return m;
}

TEST(FleetMisfits, AreListedByFileAndCountedWhereTheyAreMany) {
  FleetMisfits all;
  EXPECT_EQ(all.text("title"), "");
  all.add("/a.db", "a", {misfit("c", 15), misfit("d", 1)});
  all.add("/b.db", "b", {misfit("c", 1000)});
  const std::string text = all.text("title");
  EXPECT_THAT(
      text, AllOf(HasSubstr("/a.db"), HasSubstr("/b.db"), HasSubstr("t.c: 995 values more\n"), Not(HasSubstr("t.d:"))));
  EXPECT_EQ(all.remedies(), "[table.t.column.c]\nskip = true\n[table.t.column.d]\nskip = true\n");
  Report report;
  all.report(report);
  const auto misfits = nlohmann::json::parse(to_json(report))["misfits"];
  ASSERT_EQ(misfits.size(), 3U);
  EXPECT_EQ(misfits[2]["file"], "/b.db");
  EXPECT_EQ(misfits[2]["tenant"], "b");
  EXPECT_EQ(misfits[2]["rows"].size(), 20U);
  EXPECT_TRUE(report.misfits_not_listed.empty()) << "none is missing";
}

TEST(FleetMisfits, KeepSoManyRowsOfAColumnHoweverManyFilesThereAre) {
  FleetMisfits all;
  for (int i = 0; i < 10'000; ++i) all.add("/" + std::to_string(i), "t", {misfit("c", 7)});
  EXPECT_EQ(all.listed().size(), FleetMisfits::rows_reported / 7);
  Report report;
  all.report(report);
  EXPECT_EQ(nlohmann::json::parse(to_json(report))["misfits_not_listed"].dump(),
            R"([{"column":"c","table":"t","values":69503}])");
  EXPECT_THAT(all.text("title"), HasSubstr("t.c: 69,980 values more"));
}

TEST(FleetMisfits, RowsAreListedUntilTheRoomIsFull) {
  FleetMisfits all;
  static_assert(FleetMisfits::rows_reported % misfit_rows_listed == 0);
  for (std::size_t i = 0; i < FleetMisfits::rows_reported; i += misfit_rows_listed)
    all.add("/a", "a", {misfit("c", misfit_rows_listed)});
  EXPECT_EQ(all.listed().size(), FleetMisfits::rows_reported / misfit_rows_listed);
  all.add("/b", "b", {misfit("c", 1)});
  EXPECT_EQ(all.listed().back().file, "/a");
}

TEST(FleetMisfits, ValuesOfRejectedRowsAreShownAsOthers) {
  EXPECT_EQ(shown_value("null"), "NULL");
  EXPECT_EQ(shown_value("42"), "42");
  EXPECT_EQ(shown_value("1.5"), "1.5");
  EXPECT_EQ(shown_value("\"it's\""), "'it''s'");
  EXPECT_EQ(shown_value(R"({"blob": "00ff"})"), "x'00ff'");
  EXPECT_EQ(shown_value(R"({"blob": "00f"})"), "x'00'") << "half a byte is none";
  EXPECT_EQ(shown_value(R"({"text": "ff"})"), R"('\xff')");
  EXPECT_EQ(shown_value(R"({"real": "Infinity"})"), "Infinity");
  for (const char* other : {"true", "[1]", "{}", R"({"blob": "00", "text": "00"})", R"({"other": "00"})", "no json"})
    EXPECT_EQ(shown_value(other), other);
}

}  // namespace
}  // namespace lite2pg::test
