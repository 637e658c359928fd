// What a role or a database has set for itself changes nothing of ours.
#include <gmock/gmock.h>

#include <set>
#include <thread>

#include "import/postgres/copy_stream.h"
#include "import/postgres/session.h"
#include "tests/support/postgres_server.h"

namespace lite2pg::settings_pg_test {
namespace {

using test::TempDatabase;
using testing::HasSubstr;

/// A role with settings that nobody would like to meet.
class HostileSettings : public testing::Test {
 protected:
  HostileSettings() {
    database_.psql("CREATE ROLE " + role_ + " LOGIN; GRANT ALL ON SCHEMA public TO " + role_);
    for (const char* setting : {"statement_timeout = '1ms'",
                                "lock_timeout = '1ms'",
                                "idle_in_transaction_session_timeout = '150ms'",
                                "idle_session_timeout = '100ms'",
                                "default_transaction_read_only = on",
                                "default_transaction_isolation = 'serializable'",
                                "default_transaction_deferrable = on",
                                "search_path = 'public'",
                                "bytea_output = 'escape'",
                                "DateStyle = 'German'",
                                "IntervalStyle = 'iso_8601'",
                                "TimeZone = 'Asia/Tokyo'",
                                "extra_float_digits = -15",
                                "standard_conforming_strings = off",
                                "quote_all_identifiers = on",
                                "array_nulls = off",
                                "transform_null_equals = on",
                                "client_encoding = 'LATIN1'",
                                "client_min_messages = 'debug1'",
                                "exit_on_error = on",
                                "seq_page_cost = 1.79769e308",
                                "random_page_cost = 1.79769e308",
                                "cpu_tuple_cost = 1.79769e308",
                                "cpu_index_tuple_cost = 1.79769e308",
                                "cpu_operator_cost = 1.79769e308",
                                "parallel_setup_cost = 0",
                                "parallel_tuple_cost = 0",
                                "enable_seqscan = off",
                                "enable_hashjoin = off",
                                "join_collapse_limit = 1",
                                "work_mem = '64kB'",
                                "xmloption = 'document'",
                                "session_replication_role = 'replica'",
                                "check_function_bodies = off",
                                "backslash_quote = off",
                                "default_tablespace = 'nowhere'",
                                "synchronous_commit = off"}) {
      database_.psql(alter_role() + " SET " + setting);
    }
    // A function and an operator that lie, in the schema that comes first by the role's search path.
    database_.psql(
        "CREATE FUNCTION public.lower(text) RETURNS text LANGUAGE sql AS $$ SELECT 'trapped' $$; "
        "CREATE FUNCTION public.lie(int, int) RETURNS bool LANGUAGE sql AS $$ SELECT true $$; "
        "CREATE OPERATOR public.<> (leftarg = int, rightarg = int, function = public.lie)");
  }
  ~HostileSettings() override { database_.psql("DROP OWNED BY " + role_ + "; DROP ROLE " + role_); }

  /// In this database alone: a verification elsewhere would tell of the role.
  [[nodiscard]] std::string alter_role() const { return "ALTER ROLE " + role_ + " IN DATABASE " + database_.name(); }
  [[nodiscard]] Target target() const {
    std::string uri = database_.uri();
    return {uri.replace(uri.find("postgres@"), 8, role_)};
  }

  TempDatabase database_;
  std::string role_ = test::unique_name("bob");
};

TEST_F(HostileSettings, DoNotReachAQuery) {
  Session session(target(), "test");
  const auto value = [&](const std::string& sql) { return session.query(sql)[0][0].value(); };
  EXPECT_EQ(value("SELECT '2026-11-21 10:00:00+00'::timestamptz"), "2026-11-21 10:00:00+00");
  EXPECT_EQ(value("SELECT '\\xff'::bytea"), "\\xff");
  EXPECT_EQ(value("SELECT 0.1::float8 + 0.2::float8"), "0.30000000000000004");
  EXPECT_EQ(value("SELECT '1 day 2 hours'::interval"), "1 day 02:00:00");
  EXPECT_EQ(value("SELECT 'gr\u00fc\u00dfe'"), "gr\u00fc\u00dfe");
  EXPECT_EQ(value("SELECT '{NULL}'::text[] IS NOT DISTINCT FROM ARRAY[NULL::text]"), "t");
  EXPECT_EQ(value("SELECT (1 = NULL) IS NULL"), "t");
  EXPECT_EQ(value("SELECT quote_ident('plain')"), "plain");
  EXPECT_EQ(value("SELECT lower('A'::text)"), "a");
  EXPECT_EQ(value("SELECT 1 <> 1"), "f");
  EXPECT_EQ(value("SHOW transaction_isolation"), "read committed");
  EXPECT_EQ(value("SELECT '<a/>b'::xml"), "<a/>b");
}

/// At their greatest all plans cost alike, and a look at the catalog takes one that never ends.
TEST_F(HostileSettings, DoNotChooseAPlan) {
  Session session(target(), "test");
  const auto value = [&](const std::string& sql) { return session.query(sql)[0][0].value(); };
  EXPECT_EQ(value("SHOW seq_page_cost"), "1");
  EXPECT_EQ(value("SHOW random_page_cost"), "4");
  EXPECT_EQ(value("SHOW cpu_tuple_cost"), "0.01");
  EXPECT_EQ(value("SHOW cpu_index_tuple_cost"), "0.005");
  EXPECT_EQ(value("SHOW cpu_operator_cost"), "0.0025");
  EXPECT_EQ(value("SHOW parallel_setup_cost"), "1000");
  EXPECT_EQ(value("SHOW parallel_tuple_cost"), "0.1");
}

TEST_F(HostileSettings, DoNotMakeAnErrorALostConnection) {
  Session session(target(), "test");
  try {
    const Transaction transaction(session);
    session.execute("SELECT 1 / (SELECT 0)");
    FAIL();
  } catch (const TargetError& e) {
    EXPECT_EQ(e.sqlstate(), "22012") << e.what();
  }
  EXPECT_EQ(session.query("SELECT 1")[0][0].value(), "1");
}

TEST_F(HostileSettings, DoNotEndATransaction) {
  Session session(target(), "test");
  Transaction transaction(session);
  session.execute("CREATE TABLE public.t (a text)");
  session.execute("SELECT pg_sleep(0.02)");
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  session.execute("INSERT INTO public.t VALUES ($1), ('it''s \\')", {"gr\u00fc\u00dfe"});
  transaction.commit();
  EXPECT_EQ(database_.value("SELECT string_agg(a, ',') FROM public.t"), "gr\u00fc\u00dfe,it's \\");
}

TEST_F(HostileSettings, DoNotEndASessionThatIsIdle) {
  Session session(target(), "test");
  std::this_thread::sleep_for(std::chrono::milliseconds(400));
  EXPECT_EQ(session.query("SELECT 1")[0][0], "1");
  const int process = session.server_process();
  std::this_thread::sleep_for(std::chrono::milliseconds(400));
  EXPECT_EQ(session.query("SELECT 1")[0][0], "1");
  EXPECT_EQ(session.server_process(), process) << "it was made again, and is ended no more";
}

TEST_F(HostileSettings, DoNotEndASessionThatIsIdleForAMillisecond) {
  database_.psql(alter_role() + " SET idle_session_timeout = '1ms'");
  Session session(target(), "test");
  // The server says that it has ended the session before, while, and after it is sent something: once, and never again.
  std::set<int> processes;
  for (int i = 0; i < 30; ++i) {
    std::this_thread::sleep_for(std::chrono::microseconds(100 * i));
    EXPECT_EQ((i % 2 == 0 ? session.query("SELECT 1") : session.query("SELECT $1::int", {"1"}))[0][0], "1");
    processes.insert(session.server_process());
  }
  EXPECT_LE(processes.size(), 2U);
  DataConnection connection(target(), "test");
  connection.begin_copy_in({"CREATE TABLE public.t (a text)"}, "COPY public.t FROM STDIN");
  connection.copy_in_send("a\n");
  EXPECT_EQ(connection.copy_in_end(), 1U);
  connection.execute("COMMIT");
}

TEST_F(HostileSettings, DoNotChangeWhatACopyBrings) {
  DataConnection connection(target(), "test");
  connection.set_rules({.settings = {{"synchronous_commit", "off"}}});
  connection.begin_copy_in({"CREATE TABLE public.t (a text)"}, "COPY public.t FROM STDIN");
  connection.copy_in_send("gr\u00fc\u00dfe\n");
  EXPECT_EQ(connection.copy_in_end(), 1U);
  connection.execute("COMMIT");
  EXPECT_EQ(database_.value("SELECT a FROM public.t"), "gr\u00fc\u00dfe");
}

TEST_F(HostileSettings, AreLeftAsTheyWere) {
  Session session(target(), "test");
  session.execute("SELECT 1");
  DataConnection connection(target(), "test");
  connection.run({"SELECT 1"});
  EXPECT_EQ(connection.query_value("SHOW DateStyle"), "German, DMY");
  EXPECT_EQ(connection.query_value("SHOW standard_conforming_strings"), "off");
}

TEST(Standby, IsNamedWhereThereIsOneOnly) {
  const TempDatabase database;
  database.psql("ALTER DATABASE " + database.name() + " SET default_transaction_read_only = on");
  Session session(Target{database.uri()}, "test");
  EXPECT_NO_THROW(session.execute("CREATE TABLE public.t (a int)"));
}

/// A table whose rows are hidden is an error and not an empty one.
TEST(RowSecurity, IsToldAndNotObeyed) {
  const TempDatabase database;
  const std::string role = test::unique_name("eve");
  database.psql("CREATE ROLE " + role +
                " LOGIN; CREATE TABLE public.t (a int); INSERT INTO public.t VALUES (1); GRANT ALL ON "
                "public.t TO " +
                role + "; ALTER TABLE public.t ENABLE ROW LEVEL SECURITY");
  std::string uri = database.uri();
  Session session({uri.replace(uri.find("postgres@"), 8, role)}, "test");
  try {
    session.execute("SELECT FROM public.t");
    ADD_FAILURE() << "hidden rows were taken for none";
  } catch (const TargetError& e) {
    EXPECT_EQ(e.sqlstate(), "42501");
  }
  database.psql("DROP OWNED BY " + role + "; DROP ROLE " + role);
}

}  // namespace
}  // namespace lite2pg::settings_pg_test
