#include <gmock/gmock.h>

#include "import/postgres/session.h"
#include "tests/support/postgres_server.h"

namespace lite2pg::session_pg_test {
namespace {

using test::TempDatabase;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// What connecting to `uri` says.
TargetError refused(const std::string& uri) {
  try {
    const Session session(Target{uri}, "test");
  } catch (const TargetError& e) {
    return e;
  }
  ADD_FAILURE() << "connected to " << Target{uri}.display();
  return {"", ""};
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  return text.replace(text.find(what), what.size(), with);
}

TEST(Session, BindsParameters) {
  const TempDatabase database;
  Session session(Target{database.uri()}, "test");
  const auto rows =
      session.query("SELECT $1::text, $2::text IS NULL, $3::int + 1, ''", {"it's; DROP", std::nullopt, "41"});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_THAT(rows[0], ElementsAre("it's; DROP", "t", "42", ""));
  EXPECT_EQ(session.query("SELECT NULL")[0][0], std::nullopt);
}

TEST(Session, HasTheSettingsThatReadersRelyOn) {
  const TempDatabase database;
  database.psql("ALTER DATABASE " + database.name() + " SET DateStyle = 'German'; ALTER DATABASE " + database.name() +
                " SET statement_timeout = '1s'; ALTER DATABASE " + database.name() + " SET TimeZone = 'Asia/Tokyo'");
  Session session(Target{database.uri()}, "test");
  const auto value = [&](const std::string& sql) { return session.query(sql)[0][0].value(); };
  EXPECT_EQ(value("SELECT '2026-11-21 10:00:00+00'::timestamptz"), "2026-11-21 10:00:00+00");
  EXPECT_EQ(value("SELECT '\\xff'::bytea"), "\\xff");
  EXPECT_EQ(value("SHOW client_encoding"), "UTF8");
  EXPECT_EQ(value("SHOW statement_timeout"), "0");
  EXPECT_EQ(value("SHOW application_name"), "lite2pg test");
  EXPECT_GE(session.server_version(), 140000);
}

TEST(Session, IgnoresFunctionsThatTheTargetPutsInTheWay) {
  const TempDatabase database;
  database.psql(
      "CREATE FUNCTION public.lower(text) RETURNS text LANGUAGE sql AS $$ SELECT 'trapped' $$; "
      "ALTER DATABASE " +
      database.name() + " SET search_path = public, pg_catalog");
  Session session(Target{database.uri()}, "test");
  EXPECT_EQ(session.query("SELECT lower('A'::text)")[0][0], "a");
}

TEST(Transaction, RollsBackUnlessCommitted) {
  const TempDatabase database;
  Session session(Target{database.uri()}, "test");
  session.execute("CREATE TABLE public.t (a int)");
  {
    const Transaction transaction(session);
    session.execute("INSERT INTO public.t VALUES (1)");
  }
  EXPECT_EQ(database.value("SELECT count(*) FROM t"), "0");
  {
    Transaction transaction(session);
    session.execute("INSERT INTO public.t VALUES (1)");
    transaction.commit();
  }
  EXPECT_EQ(database.value("SELECT count(*) FROM t"), "1");
}

TEST(Session, ReportsTheServersErrorAndGoesOn) {
  const TempDatabase database;
  Session session(Target{database.uri()}, "test");
  try {
    session.execute("SELECT 1/0");
    FAIL();
  } catch (const TargetError& e) {
    EXPECT_EQ(e.sqlstate(), "22012");
    EXPECT_STREQ(e.what(), "division by zero");
    EXPECT_FALSE(e.transient());
  }
  EXPECT_EQ(session.query("SELECT 1")[0][0], "1");
}

TEST(Session, ALostConnectionIsWorthAnotherTry) {
  const TempDatabase database;
  Session session(Target{database.uri()}, "test");
  const std::string pid = session.query("SELECT pg_backend_pid()")[0][0].value();
  database.psql("SELECT pg_terminate_backend(" + pid + ", 5000)");
  for (int i = 0; i < 2; ++i) {
    try {
      session.execute("SELECT 1");
      FAIL();
    } catch (const TargetError& e) {
      EXPECT_TRUE(e.transient()) << e.what();
    }
  }
  EXPECT_NO_THROW(session.rollback());
}

TEST(Connecting, NamesAMissingDatabase) {
  const TempDatabase database;
  const TargetError e = refused(replaced(database.uri(), database.name(), "no_such_database"));
  EXPECT_EQ(e.sqlstate(), "3D000");
  EXPECT_THAT(e.what(), HasSubstr("no_such_database"));
  EXPECT_THAT(e.hint(), HasSubstr("createdb"));
}

TEST(Connecting, NamesAWrongPasswordWithoutShowingIt) {
  const TempDatabase database;
  const std::string role = test::unique_name("ada");
  database.psql("CREATE ROLE " + role + " LOGIN PASSWORD 'right'");
  std::string uri = database.tcp_uri();
  uri = "postgresql://" + role + ":geheim" + uri.substr(uri.find('@'));
  const TargetError e = refused(uri);
  EXPECT_EQ(e.sqlstate(), "28P01");
  EXPECT_THAT(e.hint(), HasSubstr("password"));
  EXPECT_THAT(std::string(e.what()) + e.hint(), Not(HasSubstr("geheim")));
  const TargetError none = refused(replaced(uri, ":geheim", ""));
  EXPECT_THAT(none.hint(), HasSubstr("password")) << none.what();
  database.psql("DROP ROLE " + role);
}

TEST(Connecting, NamesAnUnreachableServer) {
  const TargetError e = refused("postgresql://ada@127.0.0.1:1/app");
  EXPECT_THAT(e.what(), HasSubstr("postgresql://ada@127.0.0.1:1/app"));
  EXPECT_THAT(e.hint(), HasSubstr("server runs"));
  EXPECT_EQ(e.code(), ExitCode::target);
}

TEST(Connecting, KnowsThatTheServerIsFull) {
  const test::PostgresServer server({"max_connections=4", "superuser_reserved_connections=0"});
  std::vector<std::unique_ptr<Session>> sessions;
  try {
    for (int i = 0; i < 6; ++i) sessions.push_back(std::make_unique<Session>(Target{server.uri()}, "test"));
    FAIL() << "six connections of four";
  } catch (const TargetError& e) {
    EXPECT_EQ(e.sqlstate(), "53300");
    EXPECT_THAT(e.hint(), HasSubstr("--jobs"));
  }
}

}  // namespace
}  // namespace lite2pg::session_pg_test
