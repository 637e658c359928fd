#include "import/tenants/schema_version.h"

#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>

#include "export/sqlite/catalog.h"
#include "import/tenants/aligned_source.h"
#include "mapping/choice/census_form.h"

namespace lite2pg::test::schema_version_test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

Schema schema_of(const std::string& sql) {
  SQLite::Database db(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  db.exec(sql);
  return read_catalog(db);
}

constexpr const char* first = "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE u (x)";

std::string drift(const std::string& older, const std::string& newer) {
  return drift_between(schema_of(older), schema_of(newer));
}

TEST(SchemaVersion, LayoutOrderAndCountersDoNotMatter) {
  const std::string version = fingerprint_of(schema_of(first));
  EXPECT_EQ(version, fingerprint_of(schema_of("CREATE TABLE u(x); CREATE TABLE t(id INTEGER PRIMARY KEY,name TEXT)")));
  EXPECT_EQ(version, fingerprint_of(schema_of(std::string(first) + "; INSERT INTO t VALUES (9, 'x'); ANALYZE")));
  EXPECT_EQ(version, fingerprint_of(schema_of(std::string(first) + "; PRAGMA user_version = 4")));
  EXPECT_NE(version, fingerprint_of(schema_of(std::string(first) + "; CREATE INDEX i ON t (name)")));
}

TEST(SchemaVersion, AddedColumnsIndexesAndDefaultsJoin) {
  EXPECT_THAT(drift(first, std::string(first) + "; ALTER TABLE t ADD COLUMN age INTEGER NOT NULL DEFAULT 3"),
              IsEmpty());
  EXPECT_THAT(drift(first, std::string(first) + "; CREATE INDEX i ON t (name)"), IsEmpty());
  EXPECT_THAT(drift(first, std::string(first) + "; ALTER TABLE u ADD COLUMN t INTEGER REFERENCES t(id)"), IsEmpty());
  EXPECT_THAT(drift("CREATE TABLE t (a DEFAULT 1)", "CREATE TABLE t (a DEFAULT 2)"), IsEmpty());
}

TEST(SchemaVersion, AnythingElseIsNamed) {
  EXPECT_THAT(drift("CREATE TABLE t (a TEXT)", "CREATE TABLE t (a INTEGER)"), HasSubstr("column 'a' is declared"));
  EXPECT_THAT(drift("CREATE TABLE t (a, b)", "CREATE TABLE t (a)"), HasSubstr("column 'b' is not in the newest"));
  EXPECT_THAT(drift("CREATE TABLE t (a)", "CREATE TABLE t (a, b NOT NULL)"), HasSubstr("cannot have been added"));
  EXPECT_THAT(drift("CREATE TABLE t (a)", "CREATE TABLE t (a, b DEFAULT current_timestamp)"),
              HasSubstr("cannot have been added"));
  EXPECT_THAT(drift("CREATE TABLE t (a)", "CREATE TABLE t (a UNIQUE)"), HasSubstr("UNIQUE constraints differ"));
  EXPECT_THAT(drift("CREATE TABLE t (a)", "CREATE TABLE t (a CHECK (a > 1))"), HasSubstr("CHECKs differ"));
  EXPECT_THAT(drift("CREATE TABLE t (a)", "CREATE TABLE t (a); CREATE TABLE w (b)"), HasSubstr("table 'w'"));
  EXPECT_THAT(drift("CREATE TABLE t (a)", "CREATE TABLE t (a); CREATE VIEW v AS SELECT 1"), HasSubstr("view 'v'"));
}

TEST(SchemaVersion, TheNewestIsTheOneThatMostFilesJoin) {
  const std::string second = std::string(first) + "; ALTER TABLE t ADD COLUMN age";
  const auto version = [](const std::string& sql, std::size_t files) {
    const Schema schema = schema_of(sql);
    return SchemaVersion{fingerprint_of(schema), schema, files};
  };
  const std::vector<SchemaVersion> versions = {version(first, 10), version(second, 1),
                                               version("CREATE TABLE z (a)", 5)};
  EXPECT_EQ(newest_of(versions), 1U);
  EXPECT_EQ(newest_of({versions[1], versions[2], versions[0]}), 0U);
}

TEST(Alignment, RowsTakeTheDefaultWithItsAffinity) {
  const Schema older = schema_of("CREATE TABLE t (a, b)"),
               newer = schema_of("CREATE TABLE t (a, b, r REAL DEFAULT 7, i INTEGER DEFAULT '5', n)");
  const Alignment alignment(older, newer);
  const auto& columns = alignment.columns(newer.tables[0]);
  ASSERT_EQ(columns.size(), 5U);
  EXPECT_EQ(columns[1].own, 1);
  EXPECT_EQ(columns[2].value.view().real(), 7.0);
  EXPECT_EQ(columns[3].value.view().integer(), 5);
  EXPECT_TRUE(columns[4].value.view().is_null());
}

TEST(Alignment, TheCensusCountsADefaultForEveryRow) {
  const Schema older = schema_of("CREATE TABLE t (a INTEGER)"),
               newer = schema_of("CREATE TABLE t (a INTEGER, b TEXT DEFAULT 'xyz')");
  const CensusForm form;
  TableCensus own = form.blank(older.tables[0]);
  own.rows = 1000;
  for (int i = 0; i < 1000; ++i) own.columns[0].add(Value::of(std::int64_t{i}), i);
  const TableCensus all = Alignment(older, newer).aligned(own, form.blank(newer.tables[0]));
  EXPECT_EQ(all.rows, 1000U);
  EXPECT_EQ(all.columns[0], own.columns[0]);
  EXPECT_EQ(all.columns[1].count(StorageClass::text), 1000U);
  EXPECT_EQ(all.columns[1].total_bytes, 3000U);
}

TEST(Alignment, EqualVersionsNeedNothing) {
  const Schema schema = schema_of(first);
  EXPECT_THAT(Alignment(schema, schema).columns(schema.tables[0]), IsEmpty());
}

}  // namespace
}  // namespace lite2pg::test::schema_version_test
