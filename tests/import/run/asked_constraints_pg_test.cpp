// A dry run into existing tables says which CHECKs over several columns and unique keys the rows violate, and which
// constraints it cannot ask; what it says is what the rehearsal finds.
#include "tests/import/run/run_fixture.h"

namespace lite2pg::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class AskedConstraintsTest : public RunFixture {
 protected:
  int dry_run(const std::function<void(ImportOptions&)>& change = {}) { return existing(true, change); }
  int rehearse(const std::function<void(ImportOptions&)>& change = {}) { return existing(false, change); }

 private:
  int existing(bool dry, const std::function<void(ImportOptions&)>& change) {
    return run(ImportTask::import, [&](ImportOptions& o) {
      o.existing = o.plan.existing = true;
      (dry ? o.dry_run : o.rehearse) = true;
      if (change) change(o);
    });
  }
};

TEST_F(AskedConstraintsTest, NamesChecksOverSeveralColumns) {
  sqlite(
      "CREATE TABLE span (id INTEGER PRIMARY KEY, a TEXT, z TEXT); INSERT INTO span VALUES (1, '2026-01-01', "
      "'2026-02-01'), (2, '2026-03-01', '2026-02-01'), (3, NULL, '2026-02-01')");
  database_.psql("CREATE TABLE span (id int PRIMARY KEY, a date, z date, CONSTRAINT forwards CHECK (a <= z))");
  EXPECT_EQ(dry_run(), 3) << said_;
  EXPECT_THAT(said_, HasSubstr("span: CHECK forwards: 1 row, first rowid 2"));
  EXPECT_EQ(rehearse(), 3) << said_;
  EXPECT_THAT(said_, HasSubstr("span: CHECK forwards: 1 row"));
  sqlite("UPDATE span SET z = '2026-04-01'");
  EXPECT_EQ(dry_run(), 0) << said_;
  EXPECT_THAT(said_, Not(HasSubstr("forwards")));
}

TEST_F(AskedConstraintsTest, CountsWhatACheckRefusesInManyBatches) {
  sqlite(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b INT); WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + "
      "1 FROM n WHERE i < 5000) INSERT INTO t SELECT i, i % 7, i % 1000 FROM n");
  database_.psql("CREATE TABLE t (id int PRIMARY KEY, a int, b int, CHECK (b <> 999 OR a / (b - 999) > id))");
  EXPECT_EQ(dry_run(), 3) << said_;
  EXPECT_THAT(said_, HasSubstr("t: CHECK t_check: 5 rows: "));  // a division by zero each
  EXPECT_THAT(said_, HasSubstr("first rowid 999, rowid 1999, rowid 2999"));
}

TEST_F(AskedConstraintsTest, NamesRowsThatAUniqueKeyTakesForTheSame) {
  sqlite(
      "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT UNIQUE, size REAL, live INT); INSERT INTO people VALUES "
      "(1, 'Ann', 1.0, 1), (2, 'ann', -1.0, 1), (3, NULL, 1.0, 0), (4, NULL, 5, 0)");
  database_.psql(
      "CREATE TABLE people (id int PRIMARY KEY, name text, size numeric, live boolean); CREATE UNIQUE INDEX one ON "
      "people (lower(name)); CREATE UNIQUE INDEX of_size ON people (size) WHERE live; CREATE UNIQUE INDEX all_sizes ON "
      "people (size)");
  EXPECT_EQ(dry_run(), 3) << said_;
  EXPECT_THAT(said_, HasSubstr("people: UNIQUE one: 2 rows, first {\"lower(name)\": \"ann\"}"));
  EXPECT_THAT(said_, HasSubstr("people: UNIQUE all_sizes: 2 rows, first {\"size\": 1}"));
  EXPECT_THAT(said_, Not(HasSubstr("of_size")));  // 1 and -1 have one hash, and are not equal.
  EXPECT_THAT(said_, Not(HasSubstr("people_pkey")));
}

TEST_F(AskedConstraintsTest, SaysWhatItCannotAsk) {
  sqlite(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, n INT, m INT, price TEXT); INSERT INTO t VALUES (1, 5, 5, '1.50'), (2, "
      "5, 5, '2')");
  database_.psql(
      "CREATE TABLE other (id int PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY, n int CONSTRAINT there REFERENCES "
      "other, m int, price money UNIQUE, extra int DEFAULT 5, CONSTRAINT apart EXCLUDE USING btree (n WITH =), "
      "CONSTRAINT beyond CHECK (extra > n)); CREATE FUNCTION known(int) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT "
      "EXISTS (SELECT FROM public.other WHERE id = $1)'; ALTER TABLE t ADD CONSTRAINT knows CHECK (known(m)), ADD "
      "CONSTRAINT knows_both CHECK (known(m + n))");
  EXPECT_EQ(dry_run(), 0) << said_;
  EXPECT_THAT(said_, HasSubstr("a dry run does not ask; --rehearse does:\n"));
  for (const char* line : {"t: FOREIGN KEY there\n", "t: EXCLUDE apart\n", "t: CHECK beyond\n", "t: CHECK knows\n",
                           "t: CHECK knows_both\n", "t: UNIQUE t_price_key: "})
    EXPECT_THAT(said_, HasSubstr(line));
}

TEST_F(AskedConstraintsTest, NamesRowsWithoutTheRowTheyReferTo) {
  sqlite(
      "CREATE TABLE p (id INTEGER PRIMARY KEY, a INT, b TEXT); CREATE TABLE t (id INTEGER PRIMARY KEY, b TEXT, a INT, "
      "up INT); INSERT INTO p VALUES (1, 1, 'x'), (2, 2, 'y'); INSERT INTO t VALUES (1, 'x', 1, NULL), (2, 'y', 1, 1), "
      "(3, NULL, 7, 9)");
  database_.psql(
      "CREATE TABLE p (id int PRIMARY KEY, a bigint, b text, UNIQUE (a, b)); CREATE TABLE t (id int PRIMARY KEY, b "
      "varchar(5), a int, up int CONSTRAINT above REFERENCES t, CONSTRAINT of_p FOREIGN KEY (a, b) REFERENCES p (a, "
      "b))");
  EXPECT_EQ(dry_run(), 3) << said_;
  EXPECT_THAT(said_, HasSubstr("t: FOREIGN KEY of_p: 1 row, first rowid 2"));
  EXPECT_THAT(said_, HasSubstr("t: FOREIGN KEY above: 1 row, first rowid 3"));
  EXPECT_EQ(rehearse(), 3) << said_;
  EXPECT_THAT(said_, HasSubstr("t: FOREIGN KEY of_p: 1 row"));
  EXPECT_EQ(dry_run([](ImportOptions& o) { o.append = true; }), 0) << said_;
  EXPECT_THAT(said_, HasSubstr("--rehearse does:\n  t: FOREIGN KEY of_p\n  t: FOREIGN KEY above\n"));
}

TEST_F(AskedConstraintsTest, RowsThatAreSetAsideAreNotAsked) {
  sqlite(
      "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (id INTEGER PRIMARY KEY, p INT REFERENCES p, a INT, b "
      "INT); INSERT INTO p VALUES (1); INSERT INTO t VALUES (1, 1, 1, 2), (2, 7, 5, 2), (3, 1, 'x', 0)");
  database_.psql(
      "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY, p int REFERENCES p, a int, b int, "
      "CHECK "
      "(a < b))");
  EXPECT_EQ(dry_run([](ImportOptions& o) {
              o.plan.orphans = OrphanPolicy::set_aside;
              o.plan.on_misfit = MisfitPolicy::reject;
            }),
            0)
      << said_;
  EXPECT_EQ(dry_run([](ImportOptions& o) { o.plan.on_misfit = MisfitPolicy::reject; }), 3) << said_;
  EXPECT_THAT(said_, HasSubstr("t: CHECK t_check: 1 row, first rowid 2"));
}

}  // namespace
}  // namespace lite2pg::test
