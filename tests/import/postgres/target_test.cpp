#include <gmock/gmock.h>

#include "import/postgres/connection.h"

namespace lite2pg::target_test {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Target, ShowsWhereItLeadsWithoutThePassword) {
  const Target uri{"postgresql://ada:geheim@db.example:5433/app?sslmode=require"};
  EXPECT_EQ(uri.display(), "postgresql://ada@db.example:5433/app");
  const Target words{"host=db.example port=5433 user=ada password='ge heim' dbname=app"};
  EXPECT_EQ(words.display(), "postgresql://ada@db.example:5433/app");
}

TEST(Target, ShowsASocketFolder) {
  const Target target{"host=/run/postgresql port=5432 user=ada dbname=app"};
  EXPECT_EQ(target.display(), "postgresql://ada@/app?host=/run/postgresql&port=5432");
}

TEST(Target, TakesADatabaseNameAlone) {
  EXPECT_THAT(Target{"app"}.display(), HasSubstr("/app"));
  EXPECT_THAT(connection_string(Target{"app"}, "test"), HasSubstr("dbname='app'"));
}

TEST(Target, RefusesNonsenseWithoutRepeatingIt) {
  try {
    (void)connection_string(Target{"host=x password=ge heim"}, "test");
    FAIL() << "no error";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ExitCode::usage);
    EXPECT_THAT(std::string(e.what()) + e.hint(), Not(HasSubstr("heim")));
  }
}

TEST(ConnectionString, NamesTheSessionAndSetsTimeOuts) {
  const std::string text = connection_string(Target{"host=h user=u dbname=d"}, "import 42");
  EXPECT_THAT(text, HasSubstr("application_name='lite2pg import 42'"));
  EXPECT_THAT(text, HasSubstr("connect_timeout='10'"));
  EXPECT_THAT(text, HasSubstr("keepalives_idle='30'"));
}

TEST(ConnectionString, LeavesTheUsersTimeOutsAlone) {
  const std::string text = connection_string(Target{"postgresql://u@h/d?connect_timeout=3"}, "import");
  EXPECT_THAT(text, HasSubstr("connect_timeout='3'"));
  EXPECT_THAT(text, Not(HasSubstr("connect_timeout='10'")));
}

TEST(ConnectionString, EscapesQuotesAndBackslashes) {
  EXPECT_THAT(connection_string(Target{R"(host=h password='a\'b\\c')"}, "x"), HasSubstr(R"(password='a\'b\\c')"));
}

TEST(TargetError, KnowsWhatPassesByItself) {
  for (const char* state : {"", "08006", "57P01", "57P03", "40001", "40P01"}) {
    EXPECT_TRUE(TargetError("x", state).transient()) << state;
  }
  for (const char* state : {"23505", "42P01", "53100", "57014", "28P01"}) {
    EXPECT_FALSE(TargetError("x", state).transient()) << state;
  }
}

TEST(TargetError, SaysWhenTheWayIsWrong) {
  EXPECT_TRUE(TargetError::stall("x").stalled());
  EXPECT_FALSE(TargetError::stall("x").transient());
  EXPECT_TRUE(TargetError::pooler("x").needs_another_way());
  EXPECT_FALSE(TargetError::pooler("x").transient());
  EXPECT_FALSE(TargetError("x", "57014").stalled());
}

}  // namespace
}  // namespace lite2pg::target_test
