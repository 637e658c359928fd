// Archives of real SQLite files: what goes in comes out, whatever the number of threads.
#include <gmock/gmock.h>

#include <filesystem>

#include "export/archive/digest.h"
#include "export/archive/source.h"
#include "mapping/codec/decode/decode.h"
#include "tests/export/archive_fixture.h"

namespace lite2pg::test::archive_test {
namespace {

namespace fs = std::filesystem;

class ArchiveTest : public testing::TestWithParam<AvroCodec> {
 protected:
  TempDir dir_;
  std::string db_ = dir_ / "source.db";
  std::string archive_ = dir_ / "archive";
};
INSTANTIATE_TEST_SUITE_P(Codecs, ArchiveTest, testing::Values(AvroCodec::null, AvroCodec::zstandard),
                         [](const auto& p) { return std::string(name_of(p.param)); });

std::vector<OwnedRow> owned_rows(RowSource& source, const Table& table, const Slice& slice) {
  std::vector<OwnedRow> rows;
  const auto reader = source.reader();
  const auto cursor = reader->scan(table, slice);
  for (Row row; cursor->next(row);) rows.emplace_back(row.begin(), row.end());
  return rows;
}

void expect_same_rows(const std::vector<OwnedRow>& a, const std::vector<OwnedRow>& b, const std::string& table) {
  ASSERT_EQ(a.size(), b.size()) << table;
  for (std::size_t i = 0; i < a.size(); ++i)
    ASSERT_TRUE(same_row(view_of(a[i]), view_of(b[i]))) << table << " row " << i;
}

TEST_P(ArchiveTest, GivesEveryRowOfEveryTableBack) {
  make_random_database(db_, 3000, 1);
  make_archive(db_, archive_, {.codec = GetParam()});
  SqliteSource sqlite(db_);
  ArchiveSource archive(archive_);
  ASSERT_EQ(archive.schema().tables.size(), sqlite.schema().tables.size());
  for (const Table& table : sqlite.schema().tables) {
    const auto rows = owned_rows(sqlite, table, {});
    const Table& archived = *archive.schema().find_table(table.name);
    expect_same_rows(owned_rows(archive, archived, {}), rows, table.name);
    EXPECT_EQ(archive.estimated_rows(archived), rows.size()) << table.name;
    EXPECT_EQ(archived.columns.size(), table.columns.size());
  }
  EXPECT_EQ(archive.fingerprint().content, PageSource::open(db_, 1, RowReader::sqlite, "")->fingerprint().content);
  EXPECT_EQ(archive.fingerprint().path, archive_);
  EXPECT_NE(archive.manifest().content, sqlite.fingerprint().content);
  archive.check_unchanged();
}

TEST_P(ArchiveTest, SlicesCoverATableWithoutOverlap) {
  make_random_database(db_, 30'000, 2);
  make_archive(db_, archive_, {.codec = GetParam()});
  ArchiveSource archive(archive_);
  for (const char* name : {"loose", "keyed", "empty"}) {
    const Table& table = *archive.schema().find_table(name);
    const auto whole = owned_rows(archive, table, {});
    for (const std::size_t parts : {1, 2, 3, 1000}) {
      const auto slices = archive.split(table, parts);
      EXPECT_LE(slices.size(), parts);
      std::vector<OwnedRow> rows;
      for (const Slice& slice : slices) {
        const auto part = owned_rows(archive, table, slice);
        EXPECT_EQ(part.size(), slice.estimated_rows);
        rows.insert(rows.end(), part.begin(), part.end());
      }
      expect_same_rows(rows, whole, name);
    }
  }
  EXPECT_GT(archive.split(*archive.schema().find_table("loose"), 1000).size(), 1U);
}

/// The digest of a table by another way: from SQLite itself, in one pass, under the plan.
TableDigest digest_of(SqliteSource& sqlite, const Table& table, const DigestSpec& spec) {
  RowDigester digester(spec, table.columns.size(), 42);
  for (const OwnedRow& row : owned_rows(sqlite, table, {})) digester.add(view_of(row));
  return digester.digest();
}

TEST_P(ArchiveTest, RecordsTheDigestOfTheRows) {
  make_random_database(db_, 3000, 3);
  make_archive(db_, archive_, {.codec = GetParam()});
  SqliteSource sqlite(db_);
  const ArchiveSource archive(archive_);
  for (const ManifestTable& entry : archive.manifest().tables) {
    const Table& table = *sqlite.schema().find_table(entry.source);
    const DigestSpec spec = planned_digest(table, archive.plan().find_table(entry.source), {});
    EXPECT_EQ(entry.digest.bits(), TableDigest::bits_for(entry.rows));
    EXPECT_EQ(entry.digest.buckets(), digest_of(sqlite, table, spec).folded(entry.digest.bits()).buckets())
        << entry.source;
    EXPECT_EQ(entry.key, spec.key);
    EXPECT_EQ(entry.columns.size(), spec.columns.size());
  }
}

TEST_P(ArchiveTest, RecordsTheDigestOfCanonicalFormsWhereTheSpellingIsNotKept) {
  make_database(db_,
                "CREATE TABLE t(id INTEGER PRIMARY KEY, flag BOOLEAN, name TEXT);"
                "INSERT INTO t VALUES (1, 'true', 'a'), (2, 'F', 'b'), (3, NULL, 'c')");
  write_bytes(dir_ / "m.toml", "[table.t.column.flag]\ntype = \"boolean\"\nwords = \"mixed\"\n");
  make_archive(db_, archive_, {.codec = GetParam(), .mapping = dir_ / "m.toml"});
  SqliteSource sqlite(db_);
  const ArchiveSource archive(archive_);
  const Table& table = *sqlite.schema().find_table("t");
  const ManifestTable& entry = archive.manifest().tables.at(0);
  ASSERT_FALSE(is_spelling_exact(entry.columns.at(1).codec)) << to_string(entry.columns.at(1).codec);
  const DigestSpec spec = planned_digest(table, archive.plan().find_table("t"), {});
  EXPECT_EQ(entry.digest.buckets(), digest_of(sqlite, table, spec).folded(0).buckets());
  EXPECT_NE(entry.digest.buckets(), digest_of(sqlite, table, every_column(table, {0})).folded(0).buckets());
}

TEST_P(ArchiveTest, LeavesOutOfTheDigestWhatTheMappingSkips) {
  make_database(db_,
                "CREATE TABLE t(id INTEGER PRIMARY KEY, secret TEXT, name TEXT); CREATE TABLE gone(a);"
                "INSERT INTO t VALUES (1, 'x', 'a'), (2, 'y', 'b'); INSERT INTO gone VALUES (1)");
  write_bytes(dir_ / "m.toml", "[table.t.column.secret]\nskip = true\n[table.gone]\nskip = true\n");
  make_archive(db_, archive_, {.codec = GetParam(), .mapping = dir_ / "m.toml"});
  SqliteSource sqlite(db_);
  ArchiveSource archive(archive_);
  const ManifestTable& entry = archive.manifest().tables.at(0);
  ASSERT_EQ(entry.columns.size(), 2U);
  EXPECT_EQ(entry.columns[1].source, "name");
  const Table& table = *sqlite.schema().find_table("t");
  EXPECT_EQ(entry.digest.buckets(), digest_of(sqlite, table, {{{0, {}}, {2, {}}}, {0}}).folded(0).buckets());
  EXPECT_EQ(archive.manifest().tables.at(1).target, "");
  EXPECT_EQ(rows_of(archive, "t"), rows_of(sqlite, "t"));
  EXPECT_EQ(rows_of(archive, "gone"), rows_of(sqlite, "gone"));
}

class ArchiveThreads : public ArchiveTest {};

std::string read_all(const std::string& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::string all;
  for (const fs::path& file : files) all += file.lexically_relative(folder).string() + "\n" + read_bytes(file.string());
  return all;
}

/// Large enough that tables are cut into slices which several threads encode at once.
void make_large_database(const std::string& path) {
  const auto db = writer(path);
  const std::string numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ";
  db->exec("PRAGMA journal_mode = off; PRAGMA synchronous = off");
  db->exec("CREATE TABLE large(id INTEGER PRIMARY KEY, b BLOB, t TEXT)");
  db->exec("INSERT INTO large " + numbers + "10000) SELECT i, randomblob(1000), hex(randomblob(500)) FROM n");
  db->exec("CREATE TABLE keyed(a, b, c, PRIMARY KEY(a, b)) WITHOUT ROWID");
  db->exec("INSERT INTO keyed " + numbers + "10000) SELECT i / 9, i, randomblob(2000) FROM n");
}

TEST_F(ArchiveThreads, IsTheSameToTheByteForAnyNumberOfThreads) {
  make_large_database(db_);
  SqliteSource sqlite(db_);
  for (const Table& t : sqlite.schema().tables) EXPECT_GT(sqlite.estimated_bytes(t), std::uint64_t{16} << 20);
  make_archive(db_, archive_, {.jobs = 1});
  const std::string expected = read_all(archive_);
  for (const unsigned jobs : {2U, 5U}) {
    const std::string other = dir_ / ("archive" + std::to_string(jobs));
    make_archive(db_, other, {.jobs = jobs});
    EXPECT_TRUE(read_all(other) == expected) << jobs;
  }
}

class ArchiveSelection : public ArchiveTest {};

TEST_F(ArchiveSelection, HoldsTheSelectedTablesAlone) {
  make_random_database(db_, 50, 4);
  make_archive(db_, archive_, {.tables = {"key*", "EMPTY"}});
  ArchiveSource archive(archive_);
  std::vector<std::string> names;
  for (const Table& t : archive.schema().tables) names.push_back(t.name);
  EXPECT_THAT(names, testing::UnorderedElementsAre("keyed", "empty"));
  EXPECT_EQ(archive.plan().schema.tables.size(), 6U);
}

TEST_F(ArchiveSelection, RefusesASelectionOfNothing) {
  make_random_database(db_, 5, 4);
  const Error e = error_of([&] { make_archive(db_, archive_, {.tables = {"nope"}}); });
  EXPECT_EQ(e.code(), ExitCode::usage);
  EXPECT_FALSE(fs::exists(archive_));
}

TEST_F(ArchiveSelection, LeavesOutVirtualAndShadowTables) {
  make_database(db_, "CREATE VIRTUAL TABLE f USING fts5(x); CREATE TABLE t(a); INSERT INTO t VALUES (1)");
  make_archive(db_, archive_);
  EXPECT_EQ(read_manifest(archive_).tables.size(), 1U);
  const Schema schema = ArchiveSource(archive_).schema();
  EXPECT_NE(schema.find_table("f"), nullptr);
}

TEST_F(ArchiveSelection, LocatesRows) {
  make_database(db_,
                "CREATE TABLE a(id INTEGER PRIMARY KEY); INSERT INTO a VALUES (-5), (7);"
                "CREATE TABLE b(x); INSERT INTO b VALUES ('p'), ('q');"
                "CREATE TABLE c(x, y, PRIMARY KEY(y, x)) WITHOUT ROWID; INSERT INTO c VALUES (1, 'k')");
  make_archive(db_, archive_);
  ArchiveSource archive(archive_);
  const auto last_row = [&](const char* table) {
    const auto reader = archive.reader();
    const auto cursor = reader->scan(*archive.schema().find_table(table), {});
    std::string place;
    for (Row row; cursor->next(row);) place = cursor->locate();
    return place;
  };
  EXPECT_EQ(last_row("a"), "rowid 7");
  EXPECT_EQ(last_row("b"), "row 2");
  EXPECT_EQ(last_row("c"), "key ('k', 1)");
}

}  // namespace
}  // namespace lite2pg::test::archive_test
