#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "import/postgres/server_check.h"
#include "tests/support/postgres_server.h"

namespace lite2pg::test::server_check_pg_test {
namespace {

using testing::HasSubstr;

/// A database, and a role that at first may do nothing in it but connect.
class ServerCheckTest : public testing::Test {
 protected:
  ServerCheckTest() { database_.psql("CREATE ROLE " + role_ + "; REVOKE ALL ON SCHEMA public FROM public"); }
  ~ServerCheckTest() override { database_.psql("DROP OWNED BY " + role_ + "; DROP ROLE " + role_); }

  /// What the check says when the role looks; "" when it is content.
  std::string refusal(const std::function<void(Session&)>& check) {
    Session session(Target{database_.uri() + "&options=-crole%3D" + role_}, "test");
    try {
      check(session);
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), ExitCode::target);
      return std::string(e.what()) + " | " + e.hint();
    }
    return "";
  }
  std::string staged(const StagedPlace& place) {
    return refusal([&](Session& s) { check_server(s, place); });
  }
  void grant(const std::string& what) const { database_.psql("GRANT " + what + " TO " + role_); }

  TempDatabase database_;
  std::string role_ = "role_of_" + database_.name();
};

TEST_F(ServerCheckTest, TheRightToCreateSchemasIsAskedFor) {
  EXPECT_THAT(staged({.schema = "app"}), HasSubstr("GRANT CREATE ON DATABASE"));
  grant("CREATE ON DATABASE " + database_.name());
  EXPECT_EQ(staged({.schema = "app"}), "");
}

TEST_F(ServerCheckTest, ASchemaThatStandsThereMustTakeTables) {
  grant("CREATE ON DATABASE " + database_.name());
  database_.psql("CREATE SCHEMA app");
  EXPECT_THAT(staged({.schema = "app"}), HasSubstr("GRANT CREATE, USAGE ON SCHEMA"));
  grant("CREATE, USAGE ON SCHEMA app");
  EXPECT_EQ(staged({.schema = "app"}), "");
}

TEST_F(ServerCheckTest, AStagingSchemaThatIsGivenNeedsNoRightOnTheDatabase) {
  EXPECT_THAT(staged({"", "stage"}), HasSubstr("there is no schema 'stage'"));
  database_.psql("CREATE SCHEMA stage AUTHORIZATION " + role_);
  EXPECT_THAT(staged({"", "stage"}), HasSubstr("CREATE SCHEMA")) << "the ledger has no place yet";
  database_.psql("CREATE SCHEMA lite2pg AUTHORIZATION " + role_);
  EXPECT_EQ(staged({"", "stage"}), "");
}

TEST_F(ServerCheckTest, ALoadIntoExistingTablesNeedsTheLedgerAlone) {
  const auto existing = [&](bool ledger) { return refusal([&](Session& s) { check_server_for_existing(s, ledger); }); };
  EXPECT_EQ(existing(false), "");
  EXPECT_THAT(existing(true), HasSubstr("make the ledger"));
  database_.psql("CREATE SCHEMA lite2pg");
  EXPECT_THAT(existing(true), HasSubstr("use the ledger"));
  grant("USAGE ON SCHEMA lite2pg");
  EXPECT_EQ(existing(true), "");
}

TEST_F(ServerCheckTest, OtherEncodingsAreRefused) {
  const std::string name = database_.name() + "_latin1";
  database_.psql("CREATE DATABASE " + name + " ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
  std::string uri = database_.uri();
  uri.replace(uri.find(database_.name()), database_.name().size(), name);
  {
    Session session(Target{uri}, "test");
    try {
      check_server(session, {});
      ADD_FAILURE() << "it was taken";
    } catch (const Error& e) {
      EXPECT_THAT(e.what(), HasSubstr("LATIN1"));
    }
  }
  database_.psql("DROP DATABASE " + name + " WITH (FORCE)");
}

}  // namespace
}  // namespace lite2pg::test::server_check_pg_test
