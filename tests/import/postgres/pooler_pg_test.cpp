// Against a real pgbouncer, in its three modes, with other clients at work.
#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "import/postgres/copy_stream.h"
#include "import/postgres/pooler.h"
#include "tests/support/pooler.h"
#include "tests/support/postgres_server.h"

namespace lite2pg::pooler_pg_test {
namespace {

using test::Pooler;
using test::TempDatabase;
using testing::HasSubstr;

#define NEED_POOLER() \
  if (!test::has_pooler()) GTEST_SKIP() << "pgbouncer is not installed: scripts/bootstrap installs it"

std::string said(const std::function<void()>& action) {
  try {
    action();
  } catch (const TargetError& e) {
    EXPECT_FALSE(e.transient());
    EXPECT_EQ(e.code(), ExitCode::target);
    EXPECT_THAT(e.hint(), HasSubstr("5432"));
    return e.what();
  }
  return "nothing";
}

/// An application with its own connection for each statement.
class OtherClients {
 public:
  explicit OtherClients(std::string uri) : uri_(std::move(uri)) {}
  ~OtherClients() { stop_ = true; }
  [[nodiscard]] int done() const { return done_; }

 private:
  void chat() {
    while (!stop_) {
      const auto rows = test::psql(uri_,
                                   "SELECT current_setting('search_path') || current_setting('statement_timeout') || "
                                   "current_setting('DateStyle') || current_setting('row_security')");
      if (rows.at(0).at(0) != first_) ++changed_;
      ++done_;
    }
  }

 public:
  [[nodiscard]] int changed() const { return changed_; }

 private:
  std::string uri_;
  std::string first_ = test::psql(uri_,
                                  "SELECT current_setting('search_path') || current_setting('statement_timeout') || "
                                  "current_setting('DateStyle') || current_setting('row_security')")
                           .at(0)
                           .at(0)
                           .value();
  std::atomic<bool> stop_ = false;
  std::atomic<int> done_ = 0, changed_ = 0;
  std::jthread one_{[this] { chat(); }}, two_{[this] { chat(); }};
};

TEST(TransactionPooling, IsRefusedWhenQuiet) {
  NEED_POOLER();
  const TempDatabase database;
  const Pooler pooler(database.uri(), "transaction", 4);
  Session session(Target{pooler.uri(database.name())}, "test");
  EXPECT_TRUE(session.pooled());
  EXPECT_THAT(said([&] { refuse_pooler(session); }), HasSubstr("transaction pooling"));
}

TEST(TransactionPooling, IsRefusedBesideOtherClients) {
  NEED_POOLER();
  const TempDatabase database;
  const Pooler pooler(database.uri(), "transaction", 4);
  const OtherClients others(pooler.uri(database.name()));
  Session session(Target{pooler.uri(database.name())}, "test");
  EXPECT_THAT(said([&] { refuse_pooler(session); }), HasSubstr("transaction pooling"));
}

TEST(TransactionPooling, WritesNothingFromAnotherProcess) {
  NEED_POOLER();
  const TempDatabase database;
  database.psql("CREATE TABLE public.t (a int)");
  const Pooler pooler(database.uri(), "transaction", 4);
  Session session(Target{pooler.uri(database.name())}, "test");
  // Another client holds the process that this one had.
  Session other(Target{pooler.uri(database.name())}, "test");
  const Transaction held(other, {.access = Access::read_only});
  ASSERT_EQ(other.query("SELECT pg_backend_pid()")[0][0], std::to_string(session.server_process()));
  EXPECT_THAT(said([&] { session.execute("INSERT INTO public.t VALUES (1)"); }), HasSubstr("transaction pooling"));
  EXPECT_THAT(said([&] { session.begin(); }), HasSubstr("transaction pooling"));
  EXPECT_EQ(database.value("SELECT count(*) FROM public.t"), "0");
}

TEST(TransactionPooling, LeavesNoSettingToOtherClients) {
  NEED_POOLER();
  const TempDatabase database;
  database.psql("CREATE TABLE public.t (a int)");
  const Pooler pooler(database.uri(), "transaction", 3);
  const OtherClients others(pooler.uri(database.name()));
  for (int i = 0; i < 20; ++i) {
    try {
      DataConnection connection(Target{pooler.uri(database.name())}, "test");
      connection.set_rules({.settings = {{"lock_timeout", "9s"}}, .schema = "public"});
      connection.begin_copy_in({"TRUNCATE public.t"}, "COPY public.t FROM STDIN");
      connection.copy_in_send("1\n");
      if (i % 2 == 0) continue;  // abandoned
      (void)connection.copy_in_end();
      connection.execute("COMMIT");
    } catch (const TargetError& e) {
      EXPECT_THAT(e.what(), HasSubstr("transaction pooling"));
    }
  }
  EXPECT_GT(others.done(), 0);
  EXPECT_EQ(others.changed(), 0);
}

TEST(SessionPooling, Works) {
  NEED_POOLER();
  const TempDatabase database;
  const Pooler pooler(database.uri(), "session", 4);
  Session session(Target{pooler.uri(database.name())}, "test");
  EXPECT_TRUE(session.pooled());
  EXPECT_NO_THROW(refuse_pooler(session));
  EXPECT_EQ(session.query("SELECT pg_backend_pid()")[0][0], std::to_string(session.server_process()));
}

TEST(StatementPooling, IsRefusedByItsName) {
  NEED_POOLER();
  const TempDatabase database;
  const Pooler pooler(database.uri(), "statement", 4);
  EXPECT_THAT(said([&] {
                Session session(Target{pooler.uri(database.name())}, "test");
                session.begin();
              }),
              HasSubstr("statement pooling"));
}

TEST(AFullPool, IsGivenUpAfterThePatience) {
  NEED_POOLER();
  const TempDatabase database;
  const Pooler pooler(database.uri(), "session", 1);
  Session holder(Target{pooler.uri(database.name())}, "test");
  const auto begun = std::chrono::steady_clock::now();
  try {
    Session session(Target{pooler.uri(database.name()), std::chrono::milliseconds(500)}, "test");
    FAIL() << "two connections of one";
  } catch (const TargetError& e) {
    EXPECT_TRUE(e.stalled()) << e.what();
    EXPECT_THAT(e.what(), HasSubstr("full pool"));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(4));
}

TEST(NoPooler, IsSeenWhereNoneIs) {
  const TempDatabase database;
  Session session(Target{database.uri()}, "test");
  EXPECT_FALSE(session.pooled());
  EXPECT_NO_THROW(refuse_pooler(session));
}

}  // namespace
}  // namespace lite2pg::pooler_pg_test
