// Columns that only the target has and that its own triggers fill: never empty in silence.
#include <gmock/gmock.h>

#include "tests/e2e/existing_target.h"

namespace lite2pg::test::target_triggers_pg_test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* source_sql =
    "CREATE TABLE comment(id INTEGER PRIMARY KEY, post INTEGER, body TEXT); CREATE TABLE post(id INTEGER PRIMARY KEY, "
    "title TEXT); INSERT INTO post VALUES (1, 'Hello'), (2, 'Bye'); INSERT INTO comment VALUES (1, 1, 'a'), (2, 1, "
    "'b'), (3, 2, 'c')";

/// A counter, a text that INSERT alone makes, and words by a function that the application's search_path finds.
constexpr const char* target_sql = R"(
  CREATE TABLE post(id int PRIMARY KEY, title text, comments int NOT NULL DEFAULT 0, words tsvector);
  CREATE TABLE comment(id int PRIMARY KEY, post int REFERENCES post, body text, loud text);
  CREATE FUNCTION plain(text) RETURNS text LANGUAGE sql AS 'SELECT lower($1)';
  CREATE FUNCTION count_comments() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN
    IF TG_OP = 'DELETE' THEN UPDATE post SET comments = comments - 1 WHERE id = OLD.post;
    ELSE UPDATE post SET comments = comments + 1 WHERE id = NEW.post; END IF;
    RETURN NULL; END $f$;
  CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN NEW.loud := upper(NEW.body); RETURN NEW; END $f$;
  CREATE FUNCTION words() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN
    NEW.words := to_tsvector('simple', plain(NEW.title)); RETURN NEW; END $f$;
  CREATE TRIGGER counts AFTER INSERT OR DELETE ON comment FOR EACH ROW EXECUTE FUNCTION count_comments();
  CREATE TRIGGER shouts BEFORE INSERT ON comment FOR EACH ROW EXECUTE FUNCTION shout();
  CREATE TRIGGER words BEFORE INSERT OR UPDATE ON post FOR EACH ROW EXECUTE FUNCTION words();)";

class TargetTriggers : public testing::Test {
 protected:
  [[nodiscard]] std::string counts() const {
    return target_.value("SELECT string_agg(comments::text, ' ' ORDER BY id) FROM post");
  }
  [[nodiscard]] std::string loud() const {
    return target_.value("SELECT string_agg(loud, ' ' ORDER BY id) FROM comment");
  }
  const ExistingTarget target_{source_sql, target_sql};
};

TEST_F(TargetTriggers, AreAskedForBeforeTheLoad) {
  for (const std::vector<std::string>& options : {std::vector<std::string>{"--dry-run"}, {}, {"--rehearse"}}) {
    const CommandResult result = target_.import(options);
    EXPECT_EQ(result.exit_code, 3) << result.err;
    EXPECT_THAT(result.err, HasSubstr("column comments of table post is filled by trigger counts of table comment"));
    EXPECT_THAT(result.err, HasSubstr("column loud of table comment is filled by trigger shouts alone"));
    EXPECT_THAT(result.err, HasSubstr("--fire-triggers comment"));
    EXPECT_EQ(target_.value("SELECT count(*) FROM post"), "0");
  }
}

TEST_F(TargetTriggers, FireForTheTablesThatAreNamed) {
  EXPECT_EQ(target_.import({"--dry-run", "--fire-triggers", "comment"}).exit_code, 0);
  const CommandResult result = target_.import({"--fire-triggers", "comment"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(counts(), "2 1");
  EXPECT_EQ(loud(), "A B C");
  EXPECT_EQ(target_.value("SELECT count(*) FROM post WHERE words @@ 'hello'"), "1");
  EXPECT_EQ(target_.verify().exit_code, 0);
  target_.psql("DELETE FROM comment WHERE id = 1");
  EXPECT_EQ(counts(), "1 1");
}

TEST_F(TargetTriggers, ThatRefuseARowAreAskedWhichOneItIs) {
  target_.psql(
      "CREATE FUNCTION comment_check() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN\nIF NEW.body = 'c' THEN\nRAISE "
      "EXCEPTION 'not c'; END IF; RETURN NEW; END $$; CREATE TRIGGER refuses BEFORE INSERT ON comment FOR EACH ROW "
      "EXECUTE FUNCTION comment_check()");
  for (const std::vector<std::string>& options : {std::vector<std::string>{}, {"--truncate"}}) {
    std::vector<std::string> all = {"--fire-triggers", "comment"};
    all.insert(all.end(), options.begin(), options.end());
    const CommandResult result = target_.import(all);
    EXPECT_EQ(result.exit_code, 5) << result.err;
    EXPECT_THAT(result.err, HasSubstr("table 'comment', rowid 3"));
    EXPECT_EQ(target_.value("SELECT count(*) FROM comment"), "0");
  }
}

TEST_F(TargetTriggers, WithoutThemTheNamedStatementsFillTheColumns) {
  const CommandResult result = target_.import({"--triggers=off"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(counts(), "0 0");
  EXPECT_EQ(target_.value("SELECT count(words) FROM post"), "0");
  EXPECT_EQ(target_.verify().exit_code, 0);
  unsigned statements = 0;
  const std::string mark = "as its function says: ";
  for (std::size_t at = result.err.find(mark); at != std::string::npos; at = result.err.find(mark, at + 1)) {
    const std::size_t begin = at + mark.size();
    target_.psql("SET search_path = public; " + result.err.substr(begin, result.err.find('\n', begin) - begin));
    ++statements;
  }
  EXPECT_EQ(statements, 3U) << result.err;
  EXPECT_EQ(counts(), "2 1");
  EXPECT_EQ(loud(), "A B C");
  EXPECT_EQ(target_.value("SELECT count(*) FROM post WHERE words @@ 'hello'"), "1");
  EXPECT_EQ(target_.verify().exit_code, 0);
}

TEST_F(TargetTriggers, AreWatchedInTheReportsWarnings) {
  ASSERT_EQ(target_.import({"--fire-triggers", "comment", "--report", target_.dir() / "r.json"}).exit_code, 0);
  const auto warnings = read_report(target_.dir() / "r.json")["warnings"].get<std::vector<std::string>>();
  EXPECT_THAT(warnings, testing::Contains(HasSubstr("column words of table post is filled by trigger words: UPDATE")));
  EXPECT_THAT(warnings, testing::Contains(HasSubstr("triggers of table comment fire for every loaded row")));
  EXPECT_THAT(warnings, Not(testing::Contains(HasSubstr("do not fire for the loaded rows, table comment"))));
}

TEST_F(TargetTriggers, GoWithExistingAlone) {
  for (const std::string option : {"--fire-triggers=comment", "--triggers=off"})
    EXPECT_EQ(run_tool("import", {target_.source(), target_.uri(), option}).exit_code, 2);
  EXPECT_EQ(target_.import({"--fire-triggers", "coment"}).exit_code, 2);
}

}  // namespace
}  // namespace lite2pg::test::target_triggers_pg_test
