#include "export/sqlite/statements.h"

#include <gmock/gmock.h>

#include <sstream>
#include <vector>

namespace lite2pg::statements_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> statements(const std::string& text) {
  std::istringstream stream(text);
  StatementReader reader(stream);
  std::vector<std::string> found;
  for (std::string s; reader.next(s);) found.push_back(std::to_string(reader.line()) + ": " + s);
  return found;
}

TEST(Statements, EndAtTheirSemicolon) {
  EXPECT_THAT(statements("SELECT 1;\nSELECT 2 ;;\n  SELECT\n3;"),
              ElementsAre("1: SELECT 1;", "2: SELECT 2 ;", "3: SELECT\n3;"));
}

TEST(Statements, DoNotEndInsideQuotesAndComments) {
  EXPECT_THAT(statements("SELECT 'a;''b;', \"c;\", `d;`, [e;];"),
              ElementsAre("1: SELECT 'a;''b;', \"c;\", `d;`, [e;];"));
  EXPECT_THAT(statements("SELECT 1 -- one; '\n, 2 /* two; /* ' */;"),
              ElementsAre("1: SELECT 1 -- one; '\n, 2 /*  two; /* ' */;"));
  EXPECT_THAT(statements("SELECT '--';\nSELECT '/*';"), ElementsAre("1: SELECT '--';", "2: SELECT '/*';"));
}

TEST(Statements, KeepTriggersWhole) {
  const std::string trigger =
      "CREATE TRIGGER r AFTER INSERT ON t BEGIN UPDATE t SET a = 1; SELECT CASE WHEN 1 THEN 2 END; END;";
  EXPECT_THAT(statements(trigger + "SELECT 1;"), ElementsAre("1: " + trigger, "1: SELECT 1;"));
}

TEST(Statements, PassOverCommentsBetweenThem) {
  EXPECT_THAT(statements("-- a; b\n/* c; */ SELECT 1;\n/*/ d */\n-- end"), ElementsAre("2: SELECT 1;"));
  EXPECT_THAT(statements(" \n-- nothing;\n"), IsEmpty());
}

TEST(Statements, GiveWhatIsLeftOver) {
  EXPECT_THAT(statements("SELECT 1;\nSELECT 'x"), ElementsAre("1: SELECT 1;", "2: SELECT 'x"));
}

}  // namespace
}  // namespace lite2pg::statements_test
