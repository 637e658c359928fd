// Some rows instead of all: --where, --orphans=set-aside, and what verify and sync make of it.
#include <gmock/gmock.h>

#include "tests/e2e/tools.h"

namespace lite2pg::test::chosen_rows_pg_test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class ChosenRows : public testing::Test {
 protected:
  void SetUp() override {
    run_sqlite(source_,
               "CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT NOT NULL, year INT);"
               "CREATE TABLE posts(id INTEGER PRIMARY KEY, author INT REFERENCES users, text TEXT);"
               "CREATE TABLE likes(post INT REFERENCES posts, who INT REFERENCES users, PRIMARY KEY(post, who)) "
               "WITHOUT ROWID;"
               "INSERT INTO users VALUES (1, 'ann', 2023), (2, 'bob', 2024), (3, 'cy', 2024);"
               "INSERT INTO posts VALUES (1, 1, 'a'), (2, 2, 'b'), (3, 99, 'nobody''s'), (4, 3, 'd');"
               "INSERT INTO likes VALUES (1, 1), (2, 3), (3, 2), (4, 1);");
  }

  CommandResult import(std::vector<std::string> options) {
    options.insert(options.begin(), {source_, target_.uri()});
    return run_tool("import", options);
  }
  CommandResult verify(std::vector<std::string> options = {}) {
    options.insert(options.begin(), {source_, target_.uri()});
    return run_tool("verify", options);
  }
  std::string value(const std::string& sql) const { return *target_.psql(sql).at(0).at(0); }

  TempDir dir_;
  TempDatabase target_;
  std::string source_ = dir_ / "s.db";
};

TEST_F(ChosenRows, OrphansAndWhoRefersToThemAreSetAside) {
  EXPECT_EQ(import({}).exit_code, 3);
  const CommandResult dry = import({"--orphans", "set-aside", "--dry-run"});
  EXPECT_EQ(dry.exit_code, 0) << dry.err;
  EXPECT_THAT(dry.out, HasSubstr("Rows that are set aside (--orphans=set-aside):"));
  const CommandResult imported = import({"--orphans", "set-aside", "--report", dir_ / "r.json"});
  ASSERT_EQ(imported.exit_code, 0) << imported.err;
  EXPECT_EQ(read_report(dir_ / "r.json")["rejected_rows"], 2);
  EXPECT_EQ(value("SELECT string_agg(table_name || ' ' || source_row || ' ' || column_name || ': ' || reason, '; ' "
                  "ORDER BY table_name) FROM lite2pg.rejected_row"),
            "likes key (3, 2) post: no such row in 'posts'; posts rowid 3 author: no such row in 'users'");
  EXPECT_EQ(value("SELECT document->>'text' FROM lite2pg.rejected_row WHERE table_name = 'posts'"), "nobody's");
  EXPECT_EQ(value("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated AND "
                  "connamespace = 'public'::regnamespace"),
            "3");
}

TEST_F(ChosenRows, VerifySaysWhatIsNotComparedAndFindsTheRest) {
  ASSERT_EQ(import({"--orphans", "set-aside"}).exit_code, 0);
  const CommandResult equal = verify();
  EXPECT_EQ(equal.exit_code, 0) << equal.out << equal.err;
  EXPECT_THAT(equal.out, AllOf(HasSubstr("not compared: posts: 1 row that the import set aside"),
                               HasSubstr("not compared: likes: 1 row that the import set aside")));
  (void)target_.psql("DELETE FROM likes WHERE post = 4; SELECT 1");
  const CommandResult damaged = verify();
  EXPECT_EQ(damaged.exit_code, 1);
  EXPECT_THAT(damaged.out, HasSubstr("likes: 1 difference"));
}

TEST_F(ChosenRows, RepairLeavesWhatWasSetAside) {
  ASSERT_EQ(import({"--orphans", "set-aside"}).exit_code, 0);
  (void)target_.psql("DELETE FROM likes WHERE post = 4; SELECT 1");
  const CommandResult repaired = run_tool("sync", {source_, target_.uri(), "--max-changes", "100%", "--scope", "all"});
  EXPECT_EQ(repaired.exit_code, 0) << repaired.out << repaired.err;
  EXPECT_EQ(value("SELECT count(*) FROM likes"), "3");
  EXPECT_EQ(verify().exit_code, 0);
}

TEST_F(ChosenRows, OnlySomeRowsOfATable) {
  const CommandResult refused = import({"--where", "users=year = 2024"});
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_THAT(refused.out, HasSubstr("users")) << "keys to rows that are left out are named";
  EXPECT_THAT(refused.err, HasSubstr("or which are not wanted (--where)"));
  const CommandResult imported = import({"--where", "users=year = 2024", "--orphans", "set-aside"});
  ASSERT_EQ(imported.exit_code, 0) << imported.out << imported.err;
  EXPECT_EQ(value("SELECT string_agg(name, ' ' ORDER BY id) FROM users"), "bob cy");
  EXPECT_EQ(value("SELECT string_agg(text, ' ' ORDER BY id) FROM posts"), "b d");
  EXPECT_EQ(value("SELECT string_agg(post || '-' || who, ' ') FROM likes"), "2-3");
  for (const char* reader : {"pages", "sqlite"}) {
    const CommandResult equal = verify({"--reader", reader});
    EXPECT_EQ(equal.exit_code, 0) << equal.out << equal.err;
    EXPECT_THAT(equal.out, HasSubstr("not compared: users: its other rows were not wanted: --where users=year = 2024"));
  }
  (void)target_.psql("INSERT INTO users VALUES (1, 'ann', 2023); SELECT 1");
  EXPECT_EQ(verify({"--fail-on", "drift"}).exit_code, 1) << "a row that was not wanted is one too many";
  (void)target_.psql("UPDATE users SET name = 'Cy' WHERE id = 3; DELETE FROM users WHERE id = 1; SELECT 1");
  EXPECT_THAT(verify({"--fail-on", "drift"}).out, HasSubstr("users: 1 difference"));
}

TEST_F(ChosenRows, TheExpressionIsPartOfThePlan) {
  const std::vector<std::string> where = {"--where", "posts=author < 99", "--where", "likes=post <> 3"};
  std::vector<std::string> staged = where;
  staged.emplace_back("--stage-only");
  ASSERT_EQ(import(staged).exit_code, 0);
  EXPECT_EQ(verify({"--staged"}).exit_code, 0);
  ASSERT_EQ(run_tool("import", {target_.uri(), "--publish"}).exit_code, 0);
  EXPECT_EQ(verify().exit_code, 0);
  EXPECT_EQ(value("SELECT count(*) FROM posts"), "3");
  const auto hash = [&](std::vector<std::string> options) {
    options.emplace_back("--dry-run");
    const std::string out = run_tool("import",
                                     [&] {
                                       options.insert(options.begin(), source_);
                                       return options;
                                     }())
                                .out;
    return out.substr(out.rfind("\nplan "));
  };
  EXPECT_NE(hash(where), hash({"--where", "posts=author < 98", "--where", "likes=post <> 3"}));
}

TEST_F(ChosenRows, AnArchiveHoldsThemToo) {
  const std::string archive = dir_ / "a";
  const CommandResult made =
      run_tool("export", {source_, archive, "--where", "posts=author < 99", "--where", "likes=post <> 3"});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  EXPECT_EQ(run_tool("import", {archive, target_.uri(), "--where", "posts=id = 1"}).exit_code, 2);
  EXPECT_EQ(run_tool("import", {archive, target_.uri(), "--orphans", "set-aside"}).exit_code, 2);
  ASSERT_EQ(run_tool("import", {archive, target_.uri(), "--identifiers", "snake"}).exit_code, 0);
  EXPECT_EQ(run_tool("verify", {archive, target_.uri()}).exit_code, 0);
  EXPECT_EQ(verify().exit_code, 0) << "the file's rows by the plan";
  const std::string whole = dir_ / "w";
  ASSERT_EQ(run_tool("export", {source_, whole}).exit_code, 0);
  EXPECT_EQ(run_tool("verify", {whole, target_.uri()}).exit_code, 2) << "other rows";
}

TEST_F(ChosenRows, IntoTablesThatStandThere) {
  (void)target_.psql(
      "CREATE TABLE users(id bigint PRIMARY KEY, name text NOT NULL, year int);"
      "CREATE TABLE posts(id bigint PRIMARY KEY, author bigint REFERENCES users, text text);"
      "CREATE TABLE likes(post bigint REFERENCES posts, who bigint REFERENCES users, PRIMARY KEY(post, who)); SELECT "
      "1");
  EXPECT_EQ(import({"--existing"}).exit_code, 3);
  const CommandResult imported = import({"--existing", "--orphans", "set-aside"});
  ASSERT_EQ(imported.exit_code, 0) << imported.out << imported.err;
  EXPECT_EQ(value("SELECT count(*) FROM lite2pg.rejected_row"), "2");
  EXPECT_EQ(verify().exit_code, 0);
}

TEST_F(ChosenRows, WhatDoesNotGoTogetherIsRefused) {
  for (const std::vector<std::string>& options :
       std::vector<std::vector<std::string>>{{"--live", "--where", "users=1"},
                                             {"--live", "--orphans", "set-aside"},
                                             {"--existing", "--append", "--orphans", "set-aside"},
                                             {"--existing", "--ledger", "none", "--orphans", "set-aside"},
                                             {"--where", "users=name = nope"},
                                             {"--where", "users"}}) {
    EXPECT_EQ(import(options).exit_code, 2) << testing::PrintToString(options);
  }
}

}  // namespace
}  // namespace lite2pg::test::chosen_rows_pg_test
