#include <gmock/gmock.h>

#include "export/survey/survey.h"
#include "import/catalog/target_catalog.h"
#include "import/existing/constraint_asking.h"
#include "mapping/planning/existing_plan.h"
#include "tests/export/source_fixture.h"
#include "tests/support/postgres_server.h"

namespace lite2pg::test::constraint_asking_pg_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class ConstraintAskingTest : public testing::Test {
 protected:
  ConstraintAnswers asked(const std::string& sqlite, const std::string& postgres, AskedRows rows = AskedRows::alone) {
    make_database(dir_ / "a.db", sqlite);
    (void)database_.psql(postgres);
    source_ = std::make_unique<SqliteSource>(dir_ / "a.db", 2);
    std::vector<const Table*> tables;
    for (const Table& t : source_->schema().tables) tables.push_back(&t);
    const TargetCatalog catalog = read_target_catalog(session_, "public");
    auto census = survey(*source_, tables, 1, {}, CensusForm("", &catalog));
    PlanOptions options;
    options.existing = true;
    plan_ = make_existing_plan(source_->schema(), std::move(census), options, "", catalog);
    return ask_constraints({session_, *source_, plan_, "public", rows, known_}, aside_);
  }
  static std::vector<std::string> names(const std::vector<Violations>& violations) {
    std::vector<std::string> list;
    for (const Violations& v : violations) list.push_back(std::string(name_of(v.kind)) + " " + v.name);
    return list;
  }

  TempDir dir_;
  TempDatabase database_;
  Session session_{Target{database_.uri()}, "test"};
  std::unique_ptr<SqliteSource> source_;
  OrphansByTable aside_;
  std::optional<std::vector<Orphans>> known_ = std::vector<Orphans>();  ///< Looked for, and none found.
  Plan plan_;
};

TEST_F(ConstraintAskingTest, EachKindIsAskedAsItsOwn) {
  const ConstraintAnswers answers = asked(
      "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b INT, p INT); INSERT "
      "INTO p VALUES (1); INSERT INTO t VALUES (1, 1, 1, 1), (2, 5, 1, 7)",
      "CREATE TABLE p (id bigint PRIMARY KEY); CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b bigint, p bigint "
      "CONSTRAINT of_p REFERENCES p, CONSTRAINT less CHECK (a <= b), CONSTRAINT one UNIQUE (b))");
  EXPECT_THAT(names(answers.violations), UnorderedElementsAre("CHECK less", "UNIQUE one", "FOREIGN KEY of_p"));
  EXPECT_THAT(answers.unasked, IsEmpty());
}

TEST_F(ConstraintAskingTest, WhatTheSourceWarrantsIsNotAsked) {
  const std::string sqlite =
      "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (id INTEGER PRIMARY KEY, a INT UNIQUE, p INT REFERENCES "
      "p); INSERT INTO t VALUES (1, 1, 7)";
  const std::string postgres =
      "CREATE TABLE p (id bigint PRIMARY KEY); CREATE TABLE t (id bigint PRIMARY KEY, a bigint UNIQUE, p bigint "
      "CONSTRAINT of_p REFERENCES p)";
  const ConstraintAnswers answers = asked(sqlite, postgres);  // It would be refused; who looked for orphans says none.
  EXPECT_THAT(answers.violations, IsEmpty());
  EXPECT_THAT(answers.unasked, IsEmpty());
  (void)database_.psql("DROP TABLE t, p");
  source_.reset();
  known_ = std::nullopt;  // Nobody looked: the source warrants nothing.
  EXPECT_THAT(names(asked("DROP TABLE t; DROP TABLE p; " + sqlite, postgres).violations),
              ElementsAre("FOREIGN KEY of_p"));
}

TEST_F(ConstraintAskingTest, TablesWithoutRowsAreNotAsked) {
  const ConstraintAnswers answers =
      asked("CREATE TABLE t (id INTEGER PRIMARY KEY, a INT)",
            "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, EXCLUDE USING btree (a WITH =))");
  EXPECT_THAT(answers.unasked, IsEmpty());
}

TEST_F(ConstraintAskingTest, ForeignKeysToRowsThatAreNotLoadedAreNamed) {
  constexpr const char* source =
      "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (id INTEGER PRIMARY KEY, p INT); INSERT INTO t VALUES "
      "(1, 7)";
  constexpr const char* target =
      "CREATE TABLE p (id bigint PRIMARY KEY); CREATE TABLE t (id bigint PRIMARY KEY, p bigint CONSTRAINT of_p "
      "REFERENCES p)";
  const ConstraintAnswers answers = asked(source, target, AskedRows::beside_others);
  EXPECT_THAT(answers.violations, IsEmpty());
  EXPECT_THAT(names(answers.unasked), ElementsAre("FOREIGN KEY of_p"));
  EXPECT_EQ(answers.unasked[0].message, "");
}

/// Their rows stay, and may refer to rows that the load takes away.
TEST_F(ConstraintAskingTest, ForeignKeysOfOtherTablesAreNamed) {
  const ConstraintAnswers answers =
      asked("CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1)",
            "CREATE TABLE p (id bigint PRIMARY KEY); CREATE TABLE other (p bigint CONSTRAINT of_p REFERENCES p)");
  EXPECT_THAT(names(answers.unasked), ElementsAre("FOREIGN KEY of_p"));
}

TEST_F(ConstraintAskingTest, KeysThatReferToTheSameAreAskedAfterOneLook) {
  const ConstraintAnswers answers = asked(
      "CREATE TABLE p (id INTEGER PRIMARY KEY, n INT UNIQUE); CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b INT, c "
      "INT); INSERT INTO p VALUES (1, 10), (2, 20); INSERT INTO t VALUES (1, 1, 2, 10), (2, 3, 4, 1)",
      "CREATE TABLE p (id bigint PRIMARY KEY, n bigint UNIQUE); CREATE TABLE t (id bigint PRIMARY KEY, a bigint "
      "CONSTRAINT of_a REFERENCES p, b bigint CONSTRAINT of_b REFERENCES p, c bigint CONSTRAINT of_c REFERENCES p "
      "(n))");
  EXPECT_THAT(names(answers.violations),
              UnorderedElementsAre("FOREIGN KEY of_a", "FOREIGN KEY of_b", "FOREIGN KEY of_c"));
  for (const Violations& v : answers.violations) EXPECT_THAT(v.rows, ElementsAre("rowid 2")) << v.name;
}

TEST_F(ConstraintAskingTest, RowsThatStandAsideAreNotShown) {
  constexpr const char* source =
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b INT); INSERT INTO t VALUES (1, 5, 1), (2, 6, 1)";
  const ForeignKey key;
  aside_["t"].add(1, key);
  const ConstraintAnswers answers =
      asked(source, "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b bigint, CHECK (a <= b))");
  ASSERT_THAT(answers.violations, SizeIs(1));
  EXPECT_THAT(answers.violations[0].rows, ElementsAre("rowid 2"));
}

TEST(UnaskedText, NamesEach) {
  EXPECT_EQ(unasked_text({}), "");
  EXPECT_EQ(unasked_text({{ConstraintKind::check, "c", "t", 0, {}, ""}}),
            "Constraints of the target that a dry run does not ask; --rehearse does:\n  t: CHECK c\n");
}

}  // namespace
}  // namespace lite2pg::test::constraint_asking_pg_test
