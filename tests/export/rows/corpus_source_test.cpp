// Every database of the corpus opens, and every row of every table can be stepped.
#include <SQLiteCpp/Database.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "export/rows/source.h"

namespace lite2pg::corpus_source_test {
namespace {

bool is_database(const std::filesystem::path& p) {
  const auto extension = p.extension();
  return extension == ".sqlite" || extension == ".db" || extension == ".sqlite3" || extension == ".gpkg" ||
         extension == ".mbtiles";
}

std::int64_t count_by_sqlite(const std::string& path, const std::string& table) {
  SQLite::Database db("file:" + path + "?mode=ro&immutable=1", SQLite::OPEN_READONLY | SQLite::OPEN_URI);
  return db.execAndGet("SELECT count(*) FROM \"" + table + "\"").getInt64();
}

std::int64_t count_by_cursor(SqliteSource& source, const Table& table, const std::vector<Slice>& slices) {
  const auto reader = source.reader();
  std::int64_t rows = 0;
  for (const Slice& slice : slices) {
    const auto cursor = reader->scan(table, slice);
    for (Row row; cursor->next(row); ++rows) EXPECT_EQ(row.size(), table.columns.size());
  }
  return rows;
}

TEST(CorpusSource, OpensAndStepsEveryTable) {
  const char* folder = std::getenv("LITE2PG_CORPUS");
  if (folder == nullptr) GTEST_SKIP() << "LITE2PG_CORPUS names no folder of databases";
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (!is_database(entry.path())) continue;
    ++files;
    SCOPED_TRACE(entry.path().string());
    SqliteSource source(entry.path().string());
    EXPECT_FALSE(source.schema().tables.empty());
    for (const Table& table : source.schema().tables) {
      SCOPED_TRACE(table.name);
      EXPECT_EQ(table.unparsed, "");
      if (table.kind == TableKind::virtual_) continue;
      const auto expected = count_by_sqlite(entry.path().string(), table.name);
      EXPECT_EQ(count_by_cursor(source, table, {Slice{}}), expected);
      EXPECT_EQ(count_by_cursor(source, table, source.split(table, 5)), expected);
    }
    source.check_unchanged();
  }
  EXPECT_GT(files, 0);
}

}  // namespace
}  // namespace lite2pg::corpus_source_test
