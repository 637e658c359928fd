#include "export/survey/survey.h"

#include <gmock/gmock.h>

#include <atomic>

#include "export/survey/slice_work.h"
#include "tests/export/source_fixture.h"

namespace lite2pg::survey_test {
namespace {

constexpr auto text_class = static_cast<std::size_t>(StorageClass::text);
constexpr auto null_class = static_cast<std::size_t>(StorageClass::null);

class SurveyTest : public testing::Test {
 protected:
  /// Several megabytes, so that the tables are cut: columns of every class and a few offenders at known rows.
  void make_large() {
    const std::string values =
        "SELECT n, CASE WHEN n = 10234 THEN NULL WHEN n % 3 = 0 THEN n ELSE n / 8.0 END,"
        "'2024-01-' || printf('%02d', 1 + n % 28) || CASE WHEN n = 8999 THEN ' rubbish' ELSE '' END,"
        "CASE WHEN n = 11555 THEN CAST(x'61ff' AS TEXT) ELSE printf('%.900c', 'x') END, zeroblob(n % 100)"
        " FROM numbers";
    auto db = test::writer(path_);
    db->exec(
        "CREATE TABLE r(id INTEGER PRIMARY KEY, v DECIMAL(12,3), d DATE, t TEXT, b BLOB);"
        "CREATE TABLE w(id, v DECIMAL(12,3), d DATE, t TEXT, b BLOB, PRIMARY KEY(id)) WITHOUT ROWID;"
        "CREATE TABLE k(id, v DECIMAL(12,3), d DATE, t TEXT, b BLOB)");
    const std::string numbers =
        "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 12000) ";
    for (const char* table : {"r", "w", "k"}) db->exec("INSERT INTO " + std::string(table) + " " + numbers + values);
  }

  std::vector<TableCensus> run(unsigned jobs, const SurveyProgress& progress = {}) {
    SqliteSource source(path_);
    std::vector<const Table*> tables;
    for (const Table& t : source.schema().tables) tables.push_back(&t);
    return survey(source, tables, jobs, progress);
  }

  test::TempDir dir_;
  std::string path_ = dir_ / "source.db";
};

TEST_F(SurveyTest, CountsWhatEveryColumnHolds) {
  test::make_database(path_,
                      "CREATE TABLE empty(a); CREATE TABLE t(a, b TEXT);"
                      "INSERT INTO t VALUES (1, 'x'), (2.5, NULL), (x'00', 'yy'), ('z', '')");
  const auto census = run(2);
  ASSERT_EQ(census.size(), 2U);
  EXPECT_EQ(census[0].table, "empty");
  EXPECT_EQ(census[0].rows, 0U);
  EXPECT_EQ(census[0].columns.size(), 1U);
  EXPECT_EQ(census[1].rows, 4U);
  EXPECT_THAT(census[1].columns[0].counts, testing::ElementsAre(0, 1, 1, 1, 1));
  EXPECT_EQ(census[1].columns[0].first_row[text_class], 4);
  EXPECT_EQ(census[1].columns[1].counts[null_class], 1U);
  EXPECT_EQ(census[1].columns[1].text_max_bytes, 2U);
}

TEST_F(SurveyTest, DoesNotDependOnTheNumberOfJobs) {
  make_large();
  const auto alone = run(1);
  for (const TableCensus& table : alone) {
    SCOPED_TRACE(table.table);
    EXPECT_EQ(table.rows, 12000U);
    EXPECT_EQ(table.columns[1].first_row[null_class], 10234);
    EXPECT_EQ(table.columns[2].text.not_temporal.first_row, 8999);
    EXPECT_EQ(table.columns[3].text_invalid_utf8.first_row, 11555);
  }
  for (const unsigned jobs : {2U, 7U}) {
    SCOPED_TRACE(jobs);
    const auto together = run(jobs);
    ASSERT_EQ(together.size(), alone.size());
    for (std::size_t t = 0; t < alone.size(); ++t) {
      EXPECT_EQ(together[t].table, alone[t].table);
      EXPECT_EQ(together[t].rows, alone[t].rows);
      EXPECT_EQ(together[t].columns, alone[t].columns) << alone[t].table;
    }
  }
}

TEST_F(SurveyTest, CutsLargeTables) {
  make_large();
  SqliteSource source(path_);
  const auto work = plan_slices(source, {source.schema().find_table("w")}, 2);
  EXPECT_GT(work.size(), 1U);
}

TEST_F(SurveyTest, TellsProgress) {
  make_large();
  std::atomic<std::uint64_t> rows = 0, bytes = 0;
  run(3, [&](const Table&, std::uint64_t r, std::uint64_t b) {
    rows += r;
    bytes += b;
  });
  EXPECT_EQ(rows, 36000U);
  EXPECT_GT(bytes, 36000U * 900);
}

TEST_F(SurveyTest, DamageEndsIt) {
  make_large();
  std::string bytes = test::read_bytes(path_);
  bytes.replace(bytes.size() / 2 / 4096 * 4096, 100, std::string(100, '\xee'));
  test::write_bytes(path_, bytes);
  EXPECT_EQ(test::error_of([&] { (void)run(4); }).code(), ExitCode::source);
}

}  // namespace
}  // namespace lite2pg::survey_test
