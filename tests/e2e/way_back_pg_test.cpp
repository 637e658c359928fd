// There and back again: what SQLite's own tools say of the file that comes back.
#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "tests/e2e/way_back.h"
#include "tests/support/places.h"

namespace lite2pg::test::way_back_pg_test {
namespace {

using testing::HasSubstr;
using testing::Not;

class WayBackOfFixtures : public WayBack, public testing::WithParamInterface<const char*> {};

TEST_P(WayBackOfFixtures, IsTheSameToSqlitesOwnTools) {
  make_fixture(GetParam(), source_);
  import({"--on-misfit", "widen", "--orphans", "not-valid"});
  const CommandResult result = back();
  ASSERT_EQ(result.exit_code, 0) << result.err << result.out;
  expect_same();
  expect_same_hash();
  expect_verified();
  const auto report = read_report(report_);
  EXPECT_EQ(report["verdict"], "done");
  EXPECT_EQ(report["tables"][0]["verdict"], "equal");
}
INSTANTIATE_TEST_SUITE_P(Each, WayBackOfFixtures, testing::Values("ferry", "torture", "agency", "tasks"));

TEST_F(WayBack, EveryFileOfTheCorpus) {
  const char* folder = std::getenv("LITE2PG_CORPUS");
  if (folder == nullptr) GTEST_SKIP() << "LITE2PG_CORPUS names no folder of databases";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename();
    if (name == "INDEX.tsv") continue;
    SCOPED_TRACE(name);
    for (const std::string& file : {source_, out_}) std::filesystem::remove(file);
    std::filesystem::copy_file(entry.path(), source_);
    database_.psql("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    import({"--on-misfit", "widen"});
    const CommandResult result = back();
    ASSERT_EQ(result.exit_code, 0) << result.err << result.out;
    // The module words its R-Tree's own tables as its version does.
    if (!name.ends_with(".gpkg")) expect_same();
    EXPECT_EQ(sqldiff(), "");
    expect_same_hash();
  }
}

TEST_F(WayBack, KeepsWhatTheFileWas) {
  run_sqlite(source_, R"(
PRAGMA page_size = 8192; PRAGMA encoding = 'UTF-16be'; PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA user_version = 42; PRAGMA application_id = 77;
CREATE TABLE gone (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE b (id INTEGER PRIMARY KEY AUTOINCREMENT, t TEXT COLLATE NOCASE UNIQUE ON CONFLICT REPLACE, CHECK (t <> 'x'));
CREATE INDEX b_t ON b (t DESC) WHERE t IS NOT NULL;
CREATE TABLE a (k TEXT PRIMARY KEY, n INT, d INT AS (n * 2) STORED, v AS (n + 1)) WITHOUT ROWID;
CREATE VIEW v AS SELECT count(*) AS n FROM b;
CREATE TRIGGER tr AFTER INSERT ON b BEGIN UPDATE b SET t = t || '!' WHERE id = new.id; END;
CREATE TABLE s (i INT NOT NULL, x ANY, PRIMARY KEY (i)) STRICT;
DROP TABLE gone;
INSERT INTO b VALUES (1, 'one'), (7, 'žába'), (9, 'last');
DELETE FROM b WHERE id = 9;
INSERT INTO a (k, n) VALUES ('z', 1), ('a', NULL);
INSERT INTO s VALUES (1, 'text'), (2, 2);
ANALYZE;
PRAGMA journal_mode = WAL;
)");
  import({"--on-misfit", "widen"});
  const CommandResult result = back();
  ASSERT_EQ(result.exit_code, 0) << result.err << result.out;
  expect_same();
  expect_same_hash();
  EXPECT_EQ(shell(out_, "SELECT seq FROM sqlite_sequence"), "9\n");
}

TEST_F(WayBack, BringsWhatWasWrittenSince) {
  run_sqlite(source_, R"(
CREATE TABLE p (id INTEGER PRIMARY KEY AUTOINCREMENT, price NUMERIC, f DATETIME, at DATETIME, ok BOOLEAN);
INSERT INTO p (price, f, at, ok) VALUES (1.5, 0.5, '2024-05-01 10:00:00', 1), (2.25, 1.5, '2024-05-02 11:30:00', 0);
)");
  import();
  database_.psql(R"(UPDATE p SET price = 2, f = 3 WHERE id = 1; DELETE FROM p WHERE id = 2;
    INSERT INTO p (price, f, at, ok) VALUES (7, 8, '2026-01-01 00:00:00.25', true), (1.10, 2.5, NULL, NULL))");
  const CommandResult result = back();
  ASSERT_EQ(result.exit_code, 0) << result.err << result.out;
  expect_verified();
  EXPECT_EQ(shell(out_, "SELECT *, typeof(price), typeof(f) FROM p"),
            "1|2|3|2024-05-01 10:00:00|1|integer|integer\n3|7|8|2026-01-01 00:00:00.25|1|integer|integer\n"
            "4|1.1|2.5|||real|real\n");
  EXPECT_EQ(shell(out_, "SELECT seq FROM sqlite_sequence"), "4\n");
}

TEST_F(WayBack, NeverTouchesAFileThatStandsThere) {
  run_sqlite(source_, "CREATE TABLE t (a)");
  import();
  write_text(out_, "mine");
  EXPECT_EQ(back().exit_code, 3);
  EXPECT_EQ(content_of(out_), "mine");
}

TEST_F(WayBack, NoReportIsWrittenOverTheFile) {
  run_sqlite(source_, "CREATE TABLE t (a)");
  import();
  for (const char* option : {"--report", "--report-html", "--metrics", "--trace"}) {
    const CommandResult result = run_tool("sync", {database_.uri(), "--back", out_, option, out_});
    EXPECT_EQ(result.exit_code, 2) << option;
    EXPECT_THAT(result.err, HasSubstr("is to be both"));
  }
  expect_nothing_left();
}

class WayBackWithMisfits : public WayBack {
 protected:
  void SetUp() override {
    run_sqlite(source_, R"(
CREATE TABLE m (id INTEGER PRIMARY KEY, d DATE, n NUMERIC, r REAL, t VARCHAR(10) NOT NULL, c TEXT CHECK (length(c) < 5));
INSERT INTO m VALUES (1, '2024-01-01', 1.5, 1.5, 'a', 'ok');
)");
    import();
    database_.psql(R"(ALTER TABLE m ALTER t DROP NOT NULL; ALTER TABLE m DROP CONSTRAINT IF EXISTS m_c_check;
      DO $$ DECLARE c text; BEGIN FOR c IN SELECT conname FROM pg_constraint WHERE conrelid = 'm'::regclass AND contype = 'c'
        LOOP EXECUTE format('ALTER TABLE m DROP CONSTRAINT %I', c); END LOOP; END $$;
      INSERT INTO m VALUES (2, 'infinity', 2, 2, 'b', 'ok'), (3, NULL, 'NaN', 3, 'c', 'ok'), (4, NULL, 4, 'NaN', 'd', 'ok'),
        (5, NULL, 5, 5, NULL, 'ok'), (6, NULL, 6, 6, 'f', 'much too long'),
        (7, NULL, 0.12345678901234567890123, 7, 'g', 'ok'))");
  }
};

TEST_F(WayBackWithMisfits, ListsThemAllAndMakesNothing) {
  const CommandResult result = back();
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(error_lines_of(result), testing::SizeIs(1));
  const auto misfits = read_report(report_)["misfits"];
  std::string all;
  for (const auto& m : misfits) {
    all += m["table"].get<std::string>() + "|" + m["column"].get<std::string>() + "|" + m["rowid"].get<std::string>() +
           "|" + m["value"].get<std::string>() + "\n";
  }
  EXPECT_EQ(all,
            "m|d|id=2|'infinity'\nm|n|id=3|'NaN'\nm|r|id=4|'NaN'\nm|t|id=5|NULL\nm||id=6|\n"
            "m|n|id=7|'0.12345678901234567890123'\n");
  expect_nothing_left();
}

TEST_F(WayBackWithMisfits, RejectSetsRowsAside) {
  const CommandResult result = back({"--on-misfit", "reject"});
  ASSERT_EQ(result.exit_code, 0) << result.err << result.out;
  EXPECT_EQ(shell(out_, "SELECT group_concat(id) FROM m"), "1\n");
  const std::string aside = content_of(out_ + ".rejected.jsonl");
  EXPECT_EQ(std::ranges::count(aside, '\n'), 6);
  EXPECT_THAT(aside, HasSubstr(R"("key":"id=5")"));
  EXPECT_THAT(result.out, HasSubstr("6 rows that are set aside"));
}

TEST_F(WayBackWithMisfits, WidenWritesTextForWhatHasNoNumber) {
  database_.psql("DELETE FROM m WHERE id IN (5, 6)");
  EXPECT_EQ(back({"--on-misfit", "widen"}).exit_code, 3);  // SQLite would round the text of a long number.
  database_.psql("DELETE FROM m WHERE id = 7");
  const CommandResult result = back({"--on-misfit", "widen"});
  ASSERT_EQ(result.exit_code, 0) << result.err << result.out;
  EXPECT_EQ(shell(out_, "SELECT d, n, r FROM m WHERE id > 1"), "infinity|2|2.0\n|NaN|3.0\n|4|NaN\n");
  EXPECT_THAT(result.out, HasSubstr("m.r: 1 values are written as text"));
  EXPECT_THAT(result.out, HasSubstr("NOT NULL is missing: m.t; the file has it as SQLite had it"));
  expect_verified({"--data-only"});
}

TEST_F(WayBack, NamesWhatTheTargetHasNoMore) {
  run_sqlite(source_,
             "CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT, y TEXT); CREATE TABLE b (k); INSERT INTO a VALUES (1, "
             "'x', 'y')");
  import();
  database_.psql(
      "ALTER TABLE a DROP COLUMN y; DROP TABLE b; ALTER TABLE a ADD COLUMN extra int; CREATE TABLE more (i int)");
  const CommandResult refused = back();
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_THAT(refused.err,
              testing::AllOf(HasSubstr("a.y"), HasSubstr("'b'"), HasSubstr("--dropped"), Not(HasSubstr("\\x0a"))));
  expect_nothing_left();
  const CommandResult result = back({"--dropped"});
  ASSERT_EQ(result.exit_code, 0) << result.err << result.out;
  EXPECT_THAT(result.out, testing::AllOf(HasSubstr("'extra'"), HasSubstr("'more'")));
  EXPECT_EQ(shell(out_, "SELECT * FROM a; SELECT count(*) FROM b"), "1|x|\n0\n");
}

TEST_F(WayBack, BringsWhatWasAdded) {
  run_sqlite(
      source_,
      "CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT); CREATE INDEX a_x ON a (x); INSERT INTO a VALUES (1, 'x')");
  import();
  database_.psql(R"(ALTER TABLE a ADD COLUMN extra numeric(5,1) DEFAULT 2.5;
    CREATE TABLE more (i bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, at timestamptz, a bigint REFERENCES a);
    INSERT INTO more (at, a) VALUES ('2026-01-02 03:04:05+01', 1))");
  const CommandResult result = back({"--added"});
  ASSERT_EQ(result.exit_code, 0) << result.err << result.out;
  EXPECT_EQ(shell(out_, "SELECT * FROM a; SELECT * FROM more"), "1|x|2.5\n1|2026-01-02 02:04:05+00:00|1\n");
  EXPECT_THAT(shell(out_, ".schema a"), HasSubstr("x TEXT, \"extra\" DECIMAL(5,1)"));
  expect_verified({"--allow-uncompared", "more"});  // The ledger does not know it.
}

TEST_F(WayBack, DerivesASchemaWhereNoneWasRecorded) {
  database_.psql(R"(
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE author (id bigserial PRIMARY KEY, name varchar(40) NOT NULL, mood mood DEFAULT 'ok', tags text[], cfg jsonb,
  uid uuid, pay numeric(10,2) CHECK (pay > 0), big numeric, dur interval, bin bytea, ip inet, ok boolean, t time,
  ts timestamp, joined timestamptz DEFAULT now(), f8 double precision);
CREATE TABLE book (isbn text PRIMARY KEY, author bigint REFERENCES author ON DELETE CASCADE, title text);
CREATE INDEX book_title ON book (title DESC) WHERE title IS NOT NULL;
INSERT INTO author VALUES (7, 'Ann', 'sad', '{a,"b c"}', '{"k": [1, 2]}', 'd46f944c-e56c-4437-944e-479b7865fd7d', 12.50,
  123456789012345678901234567890.5, '1 mon 2 days 03:04:05.5', '\x0001ff', '10.0.0.1/8', true, '10:11:12.5',
  '2024-01-02 03:04:05.123456', '2024-05-06 07:08:09.5+00', 2.5);
INSERT INTO author (id, name) VALUES (8, 'Bob');
INSERT INTO book VALUES ('x', 7, 'T'), ('y', NULL, NULL);
)");
  const CommandResult result = back();
  ASSERT_EQ(result.exit_code, 0) << result.err << result.out;
  EXPECT_THAT(result.out, HasSubstr("the schema is derived"));
  EXPECT_EQ(shell(out_,
                  "SELECT id, mood, tags, cfg, uid, pay, big, dur, hex(bin), ip, ok, t, ts, joined, f8 FROM author "
                  "WHERE id = 7"),
            "7|sad|[\"a\", \"b c\"]|{\"k\": [1, 2]}|d46f944c-e56c-4437-944e-479b7865fd7d|12.5|"
            "123456789012345678901234567890.5|1 mon 2 days 03:04:05.5|0001FF|10.0.0.1/8|1|10:11:12.5|"
            "2024-01-02 03:04:05.123456|2024-05-06 07:08:09.5+00:00|2.5\n");
  EXPECT_THAT(shell(out_, ".schema book"), HasSubstr("WHERE (\"title\" IS NOT NULL)"));
  EXPECT_EQ(shell(out_, "PRAGMA foreign_key_list(book)").substr(0, 31), "0|0|author|author|id|NO ACTION|");
  expect_verified();
}

TEST_F(WayBack, NumbersInDocumentsKeepTheirDigits) {
  database_.psql(R"(
CREATE TABLE t (id int PRIMARY KEY, doc jsonb, list numeric[]);
INSERT INTO t VALUES (1, '{"one": 1.0, "price": 1.50, "long": 123456789012345678901234567890}', '{1.10,2.00}'),
  (2, '5', NULL), (3, '"5"', '{}'), (4, '1.50', NULL), (5, 'null', NULL), (6, NULL, NULL))");
  const CommandResult result = back();
  ASSERT_EQ(result.exit_code, 0) << result.err << result.out;
  EXPECT_EQ(shell(out_, "SELECT doc, list FROM t WHERE id = 1"),
            "{\"one\": 1.0, \"long\": 123456789012345678901234567890, \"price\": 1.50}|[1.10, 2.00]\n");
  EXPECT_EQ(shell(out_, "SELECT quote(doc) FROM t WHERE id > 1"), "5\n'\"5\"'\n1.5\n'null'\nNULL\n");
  expect_verified();
}

TEST_F(WayBack, DerivesNoConditionThatRowsOfTheTargetWouldBreak) {
  database_.psql(R"(
CREATE TABLE t (id serial PRIMARY KEY, who text DEFAULT CURRENT_USER, at timestamp DEFAULT LOCALTIMESTAMP, x int, y int,
  amount numeric CHECK (amount > 5), made timestamptz DEFAULT now() CHECK (made <= now()), code char(5) CHECK (code = 'ab'),
  CHECK (x - y > -5), CHECK (x < 100 OR amount IS NULL));
INSERT INTO t (x, y, amount, code) VALUES (1, 3, 12, 'ab'), (7, 7, 100.50, 'ab'))");
  const CommandResult result = back();
  ASSERT_EQ(result.exit_code, 0) << result.err << result.out;
  for (const char* left_out : {"check t_amount_check is left out", "check t_made_check is left out",
                               "check t_code_check is left out", "DEFAULT of who is left out"}) {
    EXPECT_THAT(result.out, HasSubstr(left_out));
  }
  EXPECT_THAT(shell(out_, "INSERT INTO t (x, y) VALUES (1, 7)"), HasSubstr("CHECK constraint failed"));
  EXPECT_THAT(shell(out_, "INSERT INTO t (x, y, amount) VALUES (100, 1, 7)"), HasSubstr("CHECK constraint failed"));
  EXPECT_EQ(shell(out_, "SELECT count(*) FROM t WHERE x - y > -5"), "2\n");
}

TEST_F(WayBack, RowsThatBreakAUniqueIndexAreRefused) {
  run_sqlite(
      source_,
      "CREATE TABLE t (a TEXT, b INT); CREATE UNIQUE INDEX t_a ON t (a) WHERE b > 0; INSERT INTO t VALUES ('x', 1)");
  import();
  database_.psql("DROP INDEX t_a; INSERT INTO t VALUES ('x', 2)");
  const CommandResult result = back();
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("no file is made: unique index t_a on t"));
  expect_nothing_left();
}

TEST_F(WayBack, FromAnArchiveIsTheSame) {
  make_fixture("tasks", source_);
  const std::string archive = dir_ / "archive";
  ASSERT_EQ(run_tool("export", {source_, archive}).exit_code, 0);
  ASSERT_EQ(run_tool("import", {archive, database_.uri()}).exit_code, 0);
  const CommandResult result = back();
  ASSERT_EQ(result.exit_code, 0) << result.err << result.out;
  expect_same();
  expect_same_hash();
}

TEST_F(WayBack, NamesWhatTheImportLeftBehind) {
  run_sqlite(source_, "CREATE TABLE t (id INTEGER PRIMARY KEY, n INT); INSERT INTO t VALUES (1, 1), (2, 'two')");
  import({"--on-misfit", "reject"});
  const CommandResult result = back();
  ASSERT_EQ(result.exit_code, 0) << result.err << result.out;
  EXPECT_THAT(result.out, HasSubstr("t: 1 rows that the import set aside are in the ledger's lite2pg.rejected_row"));
}

TEST_F(WayBack, NamesTheRowsThatWereNotWanted) {
  run_sqlite(source_, "CREATE TABLE t (id INTEGER PRIMARY KEY, n INT); INSERT INTO t VALUES (1, 1), (2, 2)");
  import({"--where", "t=id<2"});
  const CommandResult result = back();
  ASSERT_EQ(result.exit_code, 0) << result.err << result.out;
  EXPECT_THAT(result.out, HasSubstr("the import took some rows alone (--where t=id<2)"));
  EXPECT_EQ(shell(out_, "SELECT count(*) FROM t"), "1\n");
}

TEST_F(WayBack, NothingToBringBackIsNoFile) {
  EXPECT_EQ(back().exit_code, 3);
  expect_nothing_left();
}

TEST_F(WayBack, MakesFullTextSearchAnew) {
  run_sqlite(source_, R"(
CREATE TABLE doc (id INTEGER PRIMARY KEY, body TEXT);
CREATE VIRTUAL TABLE doc_fts USING fts5(body, content='doc', content_rowid='id');
INSERT INTO doc VALUES (1, 'red fox'), (2, 'blue whale');
INSERT INTO doc_fts (doc_fts) VALUES ('rebuild');
)");
  import();
  database_.psql("INSERT INTO doc VALUES (3, 'red kite')");
  const CommandResult result = back();
  ASSERT_EQ(result.exit_code, 0) << result.err << result.out;
  EXPECT_EQ(shell(out_, "SELECT rowid FROM doc_fts WHERE doc_fts MATCH 'red'"), "1\n3\n");
  EXPECT_EQ(shell(source_, ".schema"), shell(out_, ".schema"));
}

/// Its text is nowhere in the target, which the import says with what would have carried it.
TEST_F(WayBack, FullTextWithoutATableOfItsTextIsMadeEmptyAndNamed) {
  run_sqlite(source_,
             "CREATE VIRTUAL TABLE note USING fts5(title, body UNINDEXED); INSERT INTO note VALUES ('red', 'fox');"
             "CREATE TABLE t (id INTEGER PRIMARY KEY);");
  const CommandResult imported = run_tool("import", {source_, database_.uri()});
  ASSERT_EQ(imported.exit_code, 0) << imported.err;
  const std::string line = "CREATE TABLE \"note_text\" AS SELECT rowid AS id, \"title\", \"body\" FROM \"note\"";
  EXPECT_THAT(imported.out + imported.err, HasSubstr("its text stays behind"));
  EXPECT_THAT(imported.out + imported.err, HasSubstr(line));
  const CommandResult result = back();
  ASSERT_EQ(result.exit_code, 0) << result.err << result.out;
  EXPECT_THAT(result.out, HasSubstr("virtual table note is made without rows: its rows are not in the target"));
  EXPECT_EQ(shell(out_, "SELECT count(*) FROM note"), "0\n");
  EXPECT_EQ(shell(source_, ".schema"), shell(out_, ".schema"));
  run_sqlite(source_, line);
  EXPECT_EQ(shell(source_, "SELECT * FROM note_text"), "1|red|fox\n");
}

/// The column that stands for a full-text table belongs to the target alone.
TEST_F(WayBack, LeavesTheSearchColumnBehind) {
  run_sqlite(source_, R"(
CREATE TABLE doc (id INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT, pages INT, sold DATE);
CREATE VIRTUAL TABLE doc_fts USING fts5(title, body, pages UNINDEXED, content='doc', content_rowid='id', tokenize='porter');
INSERT INTO doc VALUES (1, 'Foxes', 'a red fox', 3, '2024-01-01'), (2, 'Whales', 'blue, and large', 5, NULL), (3, 'None', NULL, 0, NULL);
INSERT INTO doc_fts (doc_fts) VALUES ('rebuild');
CREATE VIEW all_doc AS SELECT * FROM doc;
)");
  write_text(dir_ / "m.toml", "[table.\"doc_fts\"]\nfts = \"tsvector\"\nfts_config = \"english\"\n");
  import({"--mapping", dir_ / "m.toml", "--strict"});
  EXPECT_EQ(database_.value(
                "SELECT string_agg(id::text, ',') FROM doc WHERE doc_fts @@ websearch_to_tsquery('english', 'fox')"),
            "1");
  EXPECT_EQ(
      database_.value("SELECT string_agg(id::text, ',') FROM doc WHERE doc_fts @@ to_tsquery('english', 'whale')"),
      "2");
  EXPECT_EQ(database_.value("SELECT count(*) FROM doc WHERE doc_fts @@ to_tsquery('english', '5')"), "0");
  EXPECT_THAT(
      database_.value(
          "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'doc'::regclass AND NOT indisprimary"),
      HasSubstr("USING gin (doc_fts)"));
  EXPECT_EQ(run_tool("verify", {source_, database_.uri()}).exit_code, 0);
  database_.psql("UPDATE doc SET body = 'a blue kite' WHERE id = 3");
  EXPECT_EQ(database_.value(
                "SELECT string_agg(id::text, ',' ORDER BY id) FROM doc WHERE doc_fts @@ to_tsquery('english', 'blue')"),
            "2,3");
  const CommandResult result = back();
  ASSERT_EQ(result.exit_code, 0) << result.err << result.out;
  EXPECT_EQ(shell(out_, "SELECT id, body FROM doc WHERE id = 3"), "3|a blue kite\n");
  EXPECT_EQ(shell(source_, ".schema"), shell(out_, ".schema"));
  expect_verified();
}

TEST_F(WayBack, AnInterruptLeavesNothing) {
  make_fixture("bench", source_, {"--rows", "60000"});
  import();
  BackgroundCommand running({program("sync"), database_.uri(), "--back", out_});
  // As soon as there is a file there is something to leave behind.
  while (!std::filesystem::exists(out_ + ".partial-" + std::to_string(running.pid()))) {
  }
  running.signal(SIGINT);
  EXPECT_EQ(running.wait().exit_code, 130);
  expect_nothing_left();
}

TEST_F(WayBack, ALedgerThatWasTamperedWithIsNotBelieved) {
  run_sqlite(source_, "CREATE TABLE t (a); INSERT INTO t VALUES (1)");
  import();
  database_.psql("UPDATE lite2pg.run SET plan = replace(plan, 'CREATE TABLE t (a)', 'CREATE TABLE t (b)')");
  EXPECT_EQ(back().exit_code, 3);
  expect_nothing_left();
}

/// SQLite's own bookkeeping, and tables whose hidden row numbers PostgreSQL does not keep.
class WayBackOfRowNumbers : public WayBack {
 protected:
  void SetUp() override {
    run_sqlite(source_, R"(
CREATE TABLE texts (k TEXT PRIMARY KEY, v);
CREATE TABLE pairs (a INT NOT NULL, b TEXT NOT NULL, v, PRIMARY KEY (a, b));
CREATE TABLE loose (v TEXT, n INT);
CREATE TABLE z (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, t TEXT);
CREATE INDEX a_t ON a (t);
WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 300)
  INSERT INTO texts SELECT 'k' || (n * 7 % 300), n FROM i;
INSERT INTO pairs SELECT v % 20, k, v FROM texts; INSERT INTO loose SELECT k, v % 5 FROM texts;
DELETE FROM texts WHERE rowid % 3 = 0; DELETE FROM pairs WHERE rowid % 5 < 2; DELETE FROM loose WHERE rowid % 4 = 1;
UPDATE loose SET rowid = rowid + 100000 WHERE n = 2;
INSERT INTO a (t) SELECT k FROM texts; INSERT INTO z VALUES (5); DELETE FROM a WHERE id > 90;
ANALYZE;
UPDATE sqlite_stat1 SET stat = '4711 3' WHERE idx = 'a_t';
UPDATE sqlite_sequence SET seq = 900 WHERE name = 'z'; INSERT INTO sqlite_sequence VALUES ('nobody', 3);
)");
  }
  [[nodiscard]] std::string sorted_rows(const std::string& file, const std::string& table) const {
    return shell(file, "SELECT quote(v), quote(n) FROM " + table + " ORDER BY 1, 2");
  }
};

TEST_F(WayBackOfRowNumbers, AreEqualByPrimaryKeyAndAsSortedDumps) {
  import();
  const CommandResult result = back();
  ASSERT_EQ(result.exit_code, 0) << result.err << result.out;
  for (const char* table : {"texts", "pairs"}) {
    const CommandResult diff = run_command({"sqldiff", "--primarykey", "--table", table, source_, out_});
    EXPECT_EQ(diff.out + diff.err, "") << table;
  }
  EXPECT_EQ(sorted_rows(source_, "loose"), sorted_rows(out_, "loose"));
  EXPECT_EQ(shell(source_, ".schema"), shell(out_, ".schema"));
  expect_verified();
}

TEST_F(WayBackOfRowNumbers, KeepsTheNumbersGivenOutAndTheStatisticsRowByRow) {
  import();
  ASSERT_EQ(back().exit_code, 0);
  for (const char* rows : {"SELECT rowid, * FROM sqlite_sequence", "SELECT * FROM sqlite_stat1 ORDER BY 1, 2"})
    EXPECT_EQ(shell(source_, rows), shell(out_, rows)) << rows;
  for (const char* table : {"a", "z"}) {
    const CommandResult diff = run_command({"sqldiff", "--table", table, source_, out_});
    EXPECT_EQ(diff.out + diff.err, "") << table;
  }
  std::filesystem::remove(out_);
  database_.psql("INSERT INTO a (t) VALUES ('new')");
  ASSERT_EQ(back().exit_code, 0);
  EXPECT_EQ(shell(out_, "SELECT seq FROM sqlite_sequence WHERE name = 'a'"),
            database_.value("SELECT max(id) FROM a") + "\n");
  EXPECT_EQ(shell(out_, "SELECT seq FROM sqlite_sequence WHERE name IN ('z', 'nobody') ORDER BY name"), "3\n900\n");
}

TEST_F(WayBack, ALabelThatWasAddedIsNamed) {
  run_sqlite(source_,
             "CREATE TABLE t (id INTEGER PRIMARY KEY, mood TEXT CHECK (mood IN ('sad', 'ok')));"
             "INSERT INTO t VALUES (1, 'ok')");
  write_text(dir_ / "m.toml", "[table.t.column.mood]\nenum = \"mood\"\n");
  import({"--mapping", dir_ / "m.toml"});
  database_.psql("ALTER TYPE mood ADD VALUE 'glad'");
  database_.psql("INSERT INTO t VALUES (2, 'glad')");
  std::filesystem::remove(dir_ / "m.toml");
  const CommandResult result = back();
  EXPECT_EQ(result.exit_code, 3) << result.out << result.err;
  EXPECT_THAT(result.out, testing::AllOf(HasSubstr("id=2"), HasSubstr("CHECK")));
  expect_nothing_left();
  ASSERT_EQ(back({"--on-misfit", "reject"}).exit_code, 0);
  EXPECT_THAT(content_of(out_ + ".rejected.jsonl"), HasSubstr("glad"));
  EXPECT_EQ(shell(out_, "SELECT * FROM t"), "1|ok\n");
}

}  // namespace
}  // namespace lite2pg::test::way_back_pg_test
