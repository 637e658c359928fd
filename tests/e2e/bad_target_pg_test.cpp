// Targets that say no: one clear line, the right exit code, no secret in it, nothing left behind.
#include <gmock/gmock.h>

#include <fstream>

#include "tests/e2e/tools.h"

namespace lite2pg::test::bad_target_pg_test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

/// A role of this test's own; gone at the end.
class Role {
 public:
  explicit Role(const TempDatabase& database) : database_(database) {
    database_.psql("CREATE ROLE " + name_ + " LOGIN PASSWORD 'right-password'");
  }
  ~Role() { database_.psql("DROP OWNED BY " + name_ + "; DROP ROLE " + name_); }
  Role(const Role&) = delete;
  Role& operator=(const Role&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }
  /// The database's URI for this role, by TCP.
  [[nodiscard]] std::string uri(const std::string& password) const {
    std::string uri = database_.tcp_uri();
    return uri.replace(0, uri.find('@'), "postgresql://" + name_ + ":" + password);
  }

 private:
  const TempDatabase& database_;
  std::string name_ = unique_name("role");
};

class BadTarget : public testing::Test {
 protected:
  void SetUp() override { make_fixture("tasks", source_); }

  TempDir dir_;
  TempDatabase target_;
  std::string source_ = dir_ / "t.db";
};

TEST_F(BadTarget, WrongPassword) {
  const Role role(target_);
  for (const char* tool : {"import", "verify"}) {
    const CommandResult result = run_tool(tool, {source_, role.uri("wrong-password")});
    EXPECT_EQ(result.exit_code, 5) << result.err;
    EXPECT_THAT(error_lines_of(result), SizeIs(1)) << result.err;
    EXPECT_THAT(result.err + result.out, Not(HasSubstr("wrong-password")));
  }
}

TEST_F(BadTarget, StaysEmptyWhenTheSourceHasADamagedPage) {
  {
    std::fstream file(source_, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(40 * 4096);
    file << std::string(4096, '\x5a');
  }
  const CommandResult result = run_tool("import", {source_, target_.uri()});
  EXPECT_EQ(result.exit_code, 4) << result.err;
  EXPECT_THAT(error_lines_of(result), testing::ElementsAre(HasSubstr(source_))) << result.err;
  EXPECT_EQ(target_.psql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")[0][0], "0");
}

TEST_F(BadTarget, MissingDatabase) {
  const std::string uri = shared_server_uri("no_such_database_here");
  const CommandResult result = run_tool("import", {source_, uri});
  EXPECT_EQ(result.exit_code, 5) << result.err;
  EXPECT_THAT(error_lines_of(result), testing::ElementsAre(HasSubstr("no_such_database_here"))) << result.err;
}

TEST_F(BadTarget, MissingPrivilege) {
  const Role role(target_);
  const CommandResult result = run_tool("import", {source_, role.uri("right-password")});
  EXPECT_EQ(result.exit_code, 5) << result.err;
  EXPECT_THAT(error_lines_of(result), SizeIs(1)) << result.err;
  EXPECT_THAT(result.err + result.out, Not(HasSubstr("right-password")));
  EXPECT_THAT(contents_of(target_), IsEmpty());
}

TEST_F(BadTarget, OccupiedTarget) {
  target_.psql("CREATE TABLE tasks (mine text); INSERT INTO tasks VALUES ('keep me')");
  const std::vector<std::string> before = contents_of(target_);
  const CommandResult result = run_tool("import", {source_, target_.uri()});
  EXPECT_EQ(result.exit_code, 3) << result.err;
  EXPECT_THAT(error_lines_of(result), testing::ElementsAre(HasSubstr("tasks"))) << result.err;
  EXPECT_EQ(target_.value("SELECT mine FROM tasks"), "keep me");
  EXPECT_EQ(contents_of(target_), before);
}

}  // namespace
}  // namespace lite2pg::test::bad_target_pg_test
