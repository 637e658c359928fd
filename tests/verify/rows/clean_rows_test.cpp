// A thousand databases with random schemas and data, from SQLite's rows through the import's row writer and verify's
// reader to both digests, without a server between: never a false alarm. random_databases_pg_test.cpp has the server.
#include <gtest/gtest.h>

#include <filesystem>

#include "export/rows/source.h"
#include "export/survey/survey.h"
#include "import/load/row_writer.h"
#include "mapping/choice/source_row.h"
#include "mapping/planning/make_plan.h"
#include "mapping/value/digest.h"
#include "tests/support/temp_dir.h"
#include "tests/verify/random_database.h"
#include "verify/sides/wire_row.h"

namespace lite2pg::clean_rows_test {
namespace {

Plan plan_of(SqliteSource& source) {
  std::vector<const Table*> tables;
  for (const Table& t : source.schema().tables) tables.push_back(&t);
  auto census = survey(source, tables, 1, [](const Table&, std::uint64_t, std::uint64_t) {});
  PlanOptions options;
  options.on_misfit = MisfitPolicy::widen;
  return make_plan(source.schema(), std::move(census), options, "");
}

struct Digests {
  TableDigest source{0}, target{0};
};

Digests digests_of(SqliteSource& source, const TablePlan& plan, std::uint64_t seed) {
  Digests digests;
  RowWriter writer(plan);
  SourceRowReader from_source(plan);
  WireRowReader from_target(plan);
  RowHasher hasher(seed, plan.key);
  FieldBuffer tuple;
  const auto reader = source.reader();
  const auto cursor = reader->scan(*source.schema().find_table(plan.source), {});
  for (Row row; cursor->next(row);) {
    from_source.read(row, hasher.encoder());
    digests.source.add(hasher.hash());
    tuple.clear();
    EXPECT_EQ(writer.write(row, tuple).reason, Misfit::none) << cursor->locate();
    from_target.read(tuple.view(), hasher.encoder());
    digests.target.add(hasher.hash());
  }
  return digests;
}

TEST(CleanRows, OfAThousandRandomDatabasesHaveEqualDigests) {
  const test::TempDir dir;
  const std::string path = dir / "source.db";
  std::uint64_t rows = 0, tables = 0;
  for (std::uint64_t seed = 10'000; seed < 11'000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::filesystem::remove(path);
    test::make_random_database(path, seed);
    SqliteSource source(path, 1);
    const Plan plan = plan_of(source);
    for (const TablePlan& table : plan.tables) {
      const Digests digests = digests_of(source, table, seed);
      ASSERT_EQ(digests.source.total(), digests.target.total()) << table.source;
      rows += digests.source.rows();
      ++tables;
    }
  }
  EXPECT_GT(tables, 1500U);
  EXPECT_GT(rows, 50'000U);
}

}  // namespace
}  // namespace lite2pg::clean_rows_test
