// Rows that violate constraints of a target that stands there: the dry run offers the line that sets them aside, and
// dry run, load and verify agree on which these are.
#include <gmock/gmock.h>

#include <fstream>

#include "tests/e2e/existing_target.h"
#include "tests/e2e/offered_lines.h"

namespace lite2pg::test::violating_rows_pg_test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string file_of(const ExistingTarget& target, const std::string& lines) {
  const std::string path = target.dir() / "lines.toml";
  std::ofstream(path) << lines;
  return path;
}

struct Violated {
  const char* name;
  const char* source;
  const char* target;
  const char* tables;  ///< Those that are to lose rows, by the lines.
  const char* query;
  const char* loaded;
};

class ViolatingRows : public testing::TestWithParam<Violated> {};

TEST_P(ViolatingRows, AreSetAsideByTheLineThatTheDryRunOffers) {
  const Violated& v = GetParam();
  const ExistingTarget target(v.source, v.target);
  const CommandResult refused = target.import({"--dry-run"});
  ASSERT_EQ(refused.exit_code, 3) << refused.out << refused.err;
  const std::string lines = offered_lines(refused.out);
  std::string sections;
  for (std::size_t at = 0; (at = lines.find("[table.\"", at)) != std::string::npos; ++at)
    sections += (sections.empty() ? "" : ",") + lines.substr(at + 8, lines.find('"', at + 8) - at - 8);
  EXPECT_EQ(sections, v.tables) << refused.out;
  EXPECT_EQ(target.import().exit_code, 3) << "the load agrees";
  const std::string mapping = file_of(target, lines);
  const CommandResult planned = target.import({"--dry-run", "--mapping", mapping});
  EXPECT_EQ(planned.exit_code, 0) << lines << planned.out << planned.err;
  EXPECT_THAT(planned.out, HasSubstr("Rows that are set aside because they violate constraints of the target"));
  const CommandResult loaded = target.import({"--mapping", mapping});
  ASSERT_EQ(loaded.exit_code, 0) << lines << loaded.out << loaded.err;
  EXPECT_EQ(target.value(v.query), v.loaded);
  const CommandResult verified = target.verify();
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
  EXPECT_THAT(verified.out, HasSubstr("set aside because a constraint would not hold with them"));
}

INSTANTIATE_TEST_SUITE_P(
    Constraints, ViolatingRows,
    testing::Values(
        Violated{"check_of_two_columns",
                 "CREATE TABLE t(id INTEGER PRIMARY KEY, a, b); INSERT INTO t(a, b) VALUES "
                 "(1, 2), (5, 2), (3, 3)",
                 "CREATE TABLE t(id int PRIMARY KEY, a int, b int, CHECK (a <= b))", "t",
                 "SELECT string_agg(id::text, ',' ORDER BY id) FROM t", "1,3"},
        Violated{"the_first_of_a_key_stays",
                 "CREATE TABLE t(id INTEGER PRIMARY KEY, mail); INSERT INTO t(mail) VALUES ('A@b'), ('c@d'), ('a@B'), "
                 "(NULL), (NULL), ('a@b')",
                 "CREATE TABLE t(id int PRIMARY KEY, mail text); CREATE UNIQUE INDEX ON t(lower(mail))", "t",
                 "SELECT string_agg(id::text, ',' ORDER BY id) FROM t", "1,2,4,5"},
        Violated{"what_a_check_refuses_repeats_no_key",
                 "CREATE TABLE t(id INTEGER PRIMARY KEY, k, a, b); INSERT INTO t(k, a, b) VALUES ('x', 5, 2), "
                 "('x', 1, 2), ('y', 1, 2)",
                 "CREATE TABLE t(id int PRIMARY KEY, k text UNIQUE, a int, b int, CHECK (a <= b))", "t",
                 "SELECT string_agg(id::text, ',' ORDER BY id) FROM t", "2,3"},
        Violated{"a_key_that_the_source_does_not_have",
                 "CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE c(id INTEGER PRIMARY KEY, p INT); "
                 "INSERT INTO p VALUES (1), (2); INSERT INTO c(p) VALUES (1), (7), (NULL), (2)",
                 "CREATE TABLE p(id int PRIMARY KEY); CREATE TABLE c(id int PRIMARY KEY, p int REFERENCES p)", "c",
                 "SELECT string_agg(id::text, ',' ORDER BY id) FROM c", "1,3,4"},
        Violated{"a_key_that_the_source_does_not_enforce",
                 "CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE c(id INTEGER PRIMARY KEY, p INT REFERENCES p); "
                 "INSERT INTO p VALUES (1); INSERT INTO c(p) VALUES (1), (7)",
                 "CREATE TABLE p(id int PRIMARY KEY); CREATE TABLE c(id int PRIMARY KEY, p int REFERENCES p)", "c",
                 "SELECT string_agg(id::text, ',' ORDER BY id) FROM c", "1"},
        Violated{"who_refers_to_them_goes_too",
                 "CREATE TABLE p(id INTEGER PRIMARY KEY, a, b); CREATE TABLE c(id INTEGER PRIMARY KEY, p INT "
                 "REFERENCES p); CREATE TABLE d(id INTEGER PRIMARY KEY, c INT REFERENCES c); INSERT INTO p VALUES "
                 "(1, 1, 2), (2, 5, 2); INSERT INTO c(p) VALUES (1), (2); INSERT INTO d(c) VALUES (2), (1), (2)",
                 "CREATE TABLE p(id int PRIMARY KEY, a int, b int, CHECK (a <= b)); CREATE TABLE c(id int PRIMARY KEY, "
                 "p int REFERENCES p); CREATE TABLE d(id int PRIMARY KEY, c int REFERENCES c)",
                 "p,c,d", "SELECT string_agg(id::text, ',' ORDER BY id) FROM d", "2"}),
    [](const auto& p) { return std::string(p.param.name); });

/// Rows of several keys and without a number: they are named by their primary key.
TEST(ViolatingRows, WithoutRowidAreSetAsideToo) {
  const ExistingTarget target(
      "CREATE TABLE t(a TEXT, b TEXT, n INT, PRIMARY KEY (a, b)) WITHOUT ROWID; INSERT INTO t VALUES ('x', 'y', 1), "
      "('x', 'z', 1), ('w', 'y', 2)",
      "CREATE TABLE t(a text, b text, n int UNIQUE, PRIMARY KEY (a, b))");
  const std::string mapping = file_of(target, "[table.t]\non_violation = \"reject\"\n");
  EXPECT_EQ(target.import({"--dry-run", "--mapping", mapping}).exit_code, 0);
  const CommandResult loaded = target.import({"--mapping", mapping});
  ASSERT_EQ(loaded.exit_code, 0) << loaded.out << loaded.err;
  EXPECT_EQ(target.value("SELECT string_agg(a || b, ',' ORDER BY n) FROM t"), "xy,wy");
  EXPECT_EQ(target.value("SELECT reason || ' of ' || column_name FROM lite2pg.rejected_row"),
            "violates UNIQUE t_n_key of n");
  EXPECT_EQ(target.verify().exit_code, 0);
}

/// Rows of the parent that do not fit are set aside: the dry run says who refers to them.
TEST(ViolatingRows, AreThoseThatReferToAMisfit) {
  const ExistingTarget target(
      "CREATE TABLE p(id INTEGER PRIMARY KEY, n); CREATE TABLE c(id INTEGER PRIMARY KEY, p INT REFERENCES p); "
      "INSERT INTO p VALUES (1, 5), (2, 'five'); INSERT INTO c(p) VALUES (1), (2)",
      "CREATE TABLE p(id int PRIMARY KEY, n int NOT NULL); CREATE TABLE c(id int PRIMARY KEY, p int REFERENCES p)");
  const CommandResult refused = target.import({"--dry-run"});
  ASSERT_EQ(refused.exit_code, 3);
  const std::string lines = offered_lines(refused.out);
  EXPECT_THAT(lines, AllOf(HasSubstr("[table.\"p\".column.\"n\"]\non_misfit = \"reject\""),
                           HasSubstr("[table.\"c\"]\non_violation = \"reject\"")))
      << refused.out;
  const std::string mapping = file_of(target, lines);
  EXPECT_EQ(target.import({"--dry-run", "--mapping", mapping}).exit_code, 0);
  const CommandResult loaded = target.import({"--mapping", mapping});
  EXPECT_EQ(loaded.exit_code, 0) << loaded.out << loaded.err;
  EXPECT_EQ(target.value("SELECT count(*) FROM c"), "1");
}

/// Texts of types without a codec are read back before the commit: those of rows that are set aside were never sent.
TEST(ViolatingRows, AreNotReadBack) {
  const ExistingTarget target(
      "CREATE TABLE t(id INTEGER PRIMARY KEY, a, b, x); INSERT INTO t(a, b, x) VALUES (5, 2, '<a/>'), (1, 2, '<b/>')",
      "CREATE TABLE t(id int PRIMARY KEY, a int, b int, x xml, CHECK (a <= b))");
  const CommandResult loaded = target.import({"--mapping", file_of(target, "[table.t]\non_violation = \"reject\"\n")});
  EXPECT_EQ(loaded.exit_code, 0) << loaded.out << loaded.err;
  EXPECT_EQ(target.value("SELECT x FROM t"), "<b/>");
}

/// What --orphans=not-valid keeps is no reason to refuse.
TEST(ViolatingRows, OfKeysThatAreLeftNotValidAreNone) {
  const ExistingTarget target(
      "CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE c(id INTEGER PRIMARY KEY, p INT REFERENCES p); INSERT INTO "
      "c(p) VALUES (7)",
      "CREATE TABLE p(id int PRIMARY KEY); CREATE TABLE c(id int PRIMARY KEY, p int REFERENCES p)");
  EXPECT_EQ(target.import({"--dry-run"}).exit_code, 3);
  EXPECT_EQ(target.import({"--dry-run", "--orphans", "not-valid"}).exit_code, 0);
  EXPECT_EQ(target.import({"--orphans", "not-valid"}).exit_code, 0);
}

TEST(ViolatingRows, AreKeptNowhereWithoutALedger) {
  const ExistingTarget target("CREATE TABLE t(a, b); INSERT INTO t VALUES (5, 2)",
                              "CREATE TABLE t(a int, b int, CHECK (a <= b))");
  const CommandResult refused = target.import({"--dry-run", "--ledger", "none"});
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_THAT(refused.out, Not(HasSubstr("on_violation")));
  const std::string mapping = file_of(target, "[table.t]\non_violation = \"reject\"\n");
  const CommandResult loaded = target.import({"--mapping", mapping, "--ledger", "none"});
  EXPECT_EQ(loaded.exit_code, 2) << loaded.out;
  EXPECT_THAT(loaded.err, HasSubstr("needs the ledger"));
}

}  // namespace
}  // namespace lite2pg::test::violating_rows_pg_test
