#include "import/postgres/transaction_rules.h"

#include <gmock/gmock.h>

namespace lite2pg::transaction_rules_test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr ServerTraits server{150008, 4711, true};

TEST(BeginStatements, SetForTheTransactionAlone) {
  for (const std::string& sql : begin_statements({}, server)) {
    EXPECT_TRUE(sql.starts_with("BEGIN ") || sql.starts_with("SET LOCAL ") || sql.starts_with("SELECT CASE")) << sql;
  }
}

TEST(BeginStatements, LeaveNoTimeOutInForce) {
  const auto sql = begin_statements({}, server);
  EXPECT_EQ(sql.at(1), "SET LOCAL statement_timeout = '0'") << "before anything that takes time";
  EXPECT_THAT(sql, Contains("SET LOCAL lock_timeout = '0'"));
  EXPECT_THAT(sql, Contains("SET LOCAL idle_in_transaction_session_timeout = '0'"));
}

TEST(BeginStatements, KnowWhatTheServerKnows) {
  EXPECT_THAT(begin_statements({}, {170002, 1, false}), Contains("SET LOCAL transaction_timeout = '0'"));
  EXPECT_THAT(begin_statements({}, {160002, 1, false}), Not(Contains("SET LOCAL transaction_timeout = '0'")));
  EXPECT_THAT(begin_statements({}, {160002, 1, false}), Not(Contains(HasSubstr("client_connection_check_interval"))));
}

TEST(BeginStatements, LookUpNoNameInATemporarySchemaFirst) {
  EXPECT_THAT(begin_statements({}, server), Contains("SET LOCAL search_path = pg_catalog, pg_temp"));
  EXPECT_THAT(begin_statements({.schema = "odd\"one"}, server),
              Contains("SET LOCAL search_path = \"odd\"\"one\", pg_temp"));
}

TEST(BeginStatements, ThatWriteStayWithTheServersProcess) {
  EXPECT_THAT(begin_statements({}, server).back(),
              HasSubstr("pg_catalog.pg_backend_pid() OPERATOR(pg_catalog.=) 4711"));
  EXPECT_THAT(begin_statements({}, {150008, 0, false}), Not(Contains(HasSubstr("pg_backend_pid"))));
  EXPECT_THAT(begin_statements({.access = Access::read_only}, server), Not(Contains(HasSubstr("pg_backend_pid"))));
}

TEST(BeginStatements, SayHowTheyReadAndWrite) {
  EXPECT_EQ(begin_statements({}, server).front(), "BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE, NOT DEFERRABLE");
  const TransactionRules snapshot{.access = Access::read_only, .isolation = Isolation::repeatable_read};
  EXPECT_THAT(begin_statements(snapshot, server).front(),
              StartsWith("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"));
}

TEST(BeginStatements, PutFirstWhatMustComeBeforeAQuery) {
  const auto sql =
      begin_statements({.settings = {{"lock_timeout", "10s"}}, .first = "SET TRANSACTION SNAPSHOT 'x'"}, server);
  EXPECT_EQ(sql[sql.size() - 2], "SET TRANSACTION SNAPSHOT 'x'");
  EXPECT_EQ(sql[sql.size() - 3], "SET LOCAL lock_timeout = '10s'");
}

}  // namespace
}  // namespace lite2pg::transaction_rules_test
