// The row path takes nothing from the heap per row or value: from the page or SQLite's cursor through the census, and
// through the row writer into the buffer.
#include <gtest/gtest.h>

#include "export/pages/source.h"
#include "export/rows/source.h"
#include "export/survey/survey.h"
#include "import/load/row_writer.h"
#include "mapping/planning/make_plan.h"
#include "tests/export/source_fixture.h"
#include "tests/support/allocations.h"

namespace lite2pg::row_path_test {
namespace {

constexpr int warm_rows = 500;

class RowPath : public testing::Test {
 protected:
  /// A table of most kinds of column.
  static std::string script(int rows) {
    return "CREATE TABLE t(id INTEGER PRIMARY KEY, n INTEGER, r REAL, d DECIMAL(10,2), money NUMERIC, s TEXT,"
           " at TIMESTAMP, day DATE, clock TIME, epoch TIMESTAMP, flag BOOLEAN, word BOOLEAN, key UUID, j JSON,"
           " b BLOB, mixed);"
           "CREATE TABLE w(a TEXT, b INTEGER, c JSON, PRIMARY KEY(a, b)) WITHOUT ROWID;"
           "WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < " +
           std::to_string(rows) +
           ") INSERT INTO t SELECT i, i * 7919, i / 8.0, i / 4.0, printf('%d.%02d', i, i % 100),"
           " printf('text %.50c %d', 'x', i), printf('2024-01-%02d 10:20:%02d', 1 + i % 28, i % 60),"
           " printf('2024-02-%02d', 1 + i % 28), printf('10:%02d:00', i % 60), 1700000000 + i, i % 2,"
           " CASE i % 2 WHEN 0 THEN 't' ELSE 'f' END,"
           " printf('6fa459ea-ee8a-4ca4-894e-db77e1%06x', i), '{\"a\": [1, 2.50, \"x\"]}', randomblob(20),"
           " CASE i % 3 WHEN 0 THEN i WHEN 1 THEN i / 3.0 ELSE 'x' || i END FROM numbers;"
           "INSERT INTO w SELECT s, id, j FROM t;";
  }

  static std::vector<const Table*> tables_of(const Schema& schema) {
    std::vector<const Table*> tables;
    for (const Table& t : schema.tables) tables.push_back(&t);
    return tables;
  }

  /// Buffers may grow a last time to the longest row; a value or a row would allocate a thousand times.
  static constexpr std::uint64_t last_growth = 4;

  void expect_flat_load(RowSource& source, bool as_text = false) {
    const auto tables = tables_of(source.schema());
    PlanOptions wishes;
    wishes.on_misfit = MisfitPolicy::widen;
    Plan plan = make_plan(source.schema(), survey(source, tables, 1), wishes, "");
    const auto reader = source.reader();
    for (TablePlan& t : plan.tables) {
      SCOPED_TRACE(t.source);
      for (ColumnPlan& c : t.columns) c.via_text = as_text;
      RowWriter writer(t);
      FieldBuffer buffer;
      const auto cursor = reader->scan(*source.schema().find_table(t.source), {});
      std::uint64_t before = 0;
      int n = 0;
      for (Row row; cursor->next(row); ++n) {
        if (n == warm_rows) before = test::allocations();
        ASSERT_EQ(writer.write(row, buffer).reason, Misfit::none);
        if (buffer.size() > std::size_t{1} << 16) buffer.clear();
      }
      ASSERT_GT(n, 2 * warm_rows);
      EXPECT_LE(test::allocations() - before, last_growth);
    }
  }

  /// What a survey of a database of so many rows allocates.
  std::uint64_t survey_allocations(int rows) {
    const std::string path = dir_ / (std::to_string(rows) + ".db");
    test::make_database(path, script(rows));
    const auto pages = PageSource::open(path, 1, RowReader::pages, "");
    PageSource& source = *pages;
    const auto tables = tables_of(source.schema());
    const std::uint64_t before = test::allocations();
    (void)survey(source, tables, 1);
    return test::allocations() - before;
  }

  test::TempDir dir_;
  std::string path_ = dir_ / "source.db";
};

TEST_F(RowPath, FromSqlitesCursorToTheBuffer) {
  test::make_database(path_, script(3 * warm_rows));
  SqliteSource source(path_);
  expect_flat_load(source);
}

TEST_F(RowPath, FromThePagesToTheBuffer) {
  test::make_database(path_, script(3 * warm_rows));
  const auto source = PageSource::open(path_, 1, RowReader::pages, "");
  expect_flat_load(*source);
}

TEST_F(RowPath, InTheFormatOfText) {
  test::make_database(path_, script(3 * warm_rows));
  const auto source = PageSource::open(path_, 1, RowReader::pages, "");
  expect_flat_load(*source, true);
}

TEST_F(RowPath, TheCensusOfTwiceTheRows) {
  const std::uint64_t once = survey_allocations(4000);
  // Slices and blocks of a larger file may add some; a value or a row would add thousands.
  EXPECT_LT(survey_allocations(8000), once + 200);
}

}  // namespace
}  // namespace lite2pg::row_path_test
