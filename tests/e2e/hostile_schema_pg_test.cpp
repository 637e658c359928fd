// A database whose names, types, defaults, checks, views and comments are made to be executed. Nothing of it runs: the
// server logs every statement, and outside of quotes none holds a word of it.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include <filesystem>

#include "tests/e2e/tools.h"

namespace lite2pg::hostile_schema_pg_test {
namespace {

using namespace test;
using testing::HasSubstr;
using testing::Not;

constexpr const char* schema = R"sql(
CREATE TABLE "a""; SELECT pg_sleep(7331); --" (
  id INTEGER PRIMARY KEY, -- '; SELECT pg_read_file('/etc/passwd'); --
  "c'; COPY (SELECT 1) TO PROGRAM 'touch CANARY'; --" TEXT DEFAULT '$$; SELECT pg_read_file(''/etc/passwd''); $$',
  "$$x$$" "int); DROP SCHEMA public CASCADE; --" DEFAULT 'E\''; SELECT pg_sleep(7331); --',
  /* */ d TEXT DEFAULT (pg_read_file('/etc/passwd')), "\" TEXT DEFAULT '\' CHECK ("\" <> '\''; SELECT pg_sleep(7331); --'),
  CONSTRAINT "k""; SELECT pg_sleep(7331); --" CHECK (id <> 5), UNIQUE ("$$x$$"));
CREATE INDEX "i""; COPY t FROM PROGRAM 'touch CANARY'; --" ON "a""; SELECT pg_sleep(7331); --" ("$$x$$")
  WHERE d <> '''; SELECT pg_sleep(7331); --';
CREATE VIEW v AS SELECT pg_sleep(7331);
CREATE VIEW "w""; SELECT pg_sleep(7331); --" AS SELECT 'x''; SELECT pg_sleep(7331); --' AS "y""; SELECT pg_sleep(7331)",
  '$$' || d AS "$$" FROM "a""; SELECT pg_sleep(7331); --" AS "z""; SELECT pg_sleep(7331); --";
CREATE TRIGGER t AFTER INSERT ON "a""; SELECT pg_sleep(7331); --" BEGIN SELECT 'x; SELECT pg_sleep(7331)'; END;
INSERT INTO "a""; SELECT pg_sleep(7331); --" VALUES (1, ''';COPY t TO PROGRAM ''touch CANARY''; --', 7, '\.', 'x');
PRAGMA writable_schema = on;
UPDATE sqlite_schema SET sql = replace(sql, 'id <> 5', 'id <> 5 AND pg_sleep(7331) IS NULL') WHERE type = 'table';
)sql";

/// The text without what stands in quotes: 'strings', E'strings', "names". Dollar quotes are nobody's here: what stands
/// in them would be found.
std::string without_quotes(const std::string& text) {
  std::string rest;
  char quote = '\0';
  bool escapes = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote == '\0') {
      if (c == '\'' || c == '"') {
        quote = c;
        escapes = c == '\'' && i > 0 && (text[i - 1] == 'E' || text[i - 1] == 'e');
      }
      rest += c;
    } else if (escapes && c == '\\') {
      ++i;
    } else if (c == quote) {
      quote = '\0';
    }
  }
  return rest;
}

/// Each logged statement: from its mark to the next line that begins with a date.
std::vector<std::string> statements_in(const std::string& log) {
  std::vector<std::string> statements;
  for (const std::string mark : {"LOG:  statement: ", "LOG:  execute <unnamed>: ", "STATEMENT:  "}) {
    for (std::size_t at = log.find(mark); at != log.npos; at = log.find(mark, at)) {
      at += mark.size();
      statements.push_back(log.substr(at, log.find("\n20", at) - at));
    }
  }
  return statements;
}

TEST(HostileSchema, IsCarriedOrRefusedAndNeverRun) {
  const PostgresServer server({"log_statement=all"});
  const TempDatabase database(server);
  const TempDir folder;
  const std::string source = folder / "hostile.db", report = folder / "report.json";
  SQLite::Database(source, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec(schema);
  CommandOptions here;
  here.folder = folder.path().string();
  const CommandResult import = run_tool("import", {source, database.uri(), "--comments", "--report", report}, here);
  EXPECT_EQ(import.exit_code, 0) << import.err;
  const CommandResult verify = run_tool("verify", {source, database.uri()}, here);
  EXPECT_EQ(verify.exit_code, 0) << verify.out << verify.err;

  const std::vector<std::string> statements = statements_in(content_of(server.log_file()));
  EXPECT_GT(statements.size(), 30U);
  bool seen = false;
  for (const std::string& statement : statements) {
    seen = seen || statement.find("7331") != statement.npos;
    const std::string bare = without_quotes(statement);
    for (const char* word : {"7331", "pg_sleep", "pg_read_file", "PROGRAM", "DROP SCHEMA public", "CANARY"}) {
      EXPECT_THAT(bare, Not(HasSubstr(word))) << statement;
    }
  }
  EXPECT_TRUE(seen) << "the names have arrived, in quotes";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path())) {
    EXPECT_NE(entry.path().filename(), "CANARY");
  }
  EXPECT_FALSE(std::filesystem::exists(server.data_folder() + "/CANARY"));
  int not_carried = 0;
  const nlohmann::json objects = read_report(report).at("objects");
  for (const auto& object : objects) not_carried += object.at("status") == "not_carried";
  EXPECT_EQ(not_carried, 4) << objects.dump(1);  // two defaults, a check, a view
}

}  // namespace
}  // namespace lite2pg::hostile_schema_pg_test
