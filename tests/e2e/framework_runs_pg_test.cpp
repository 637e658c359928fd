// Real frameworks end to end (tests/applications), where they are installed.
#include <gmock/gmock.h>

#include <cstdlib>

#include "tests/support/command.h"
#include "tests/support/places.h"
#include "tests/support/postgres_server.h"

namespace lite2pg::test::framework_runs_pg_test {
namespace {

class FrameworkRun : public testing::TestWithParam<std::string> {};

TEST_P(FrameworkRun, GoesOnWorkingOnPostgres) {
  const char* server = std::getenv("LITE2PG_TEST_SERVER");
  if (server == nullptr) GTEST_SKIP() << "LITE2PG_TEST_SERVER names no server of scripts/postgres";
  CommandOptions how;
  how.environment = {{"LITE2PG_BIN", program_folder()}};
  const CommandResult result =
      run_command({source_folder() + "/scripts/applications", "--server", server, GetParam()}, how);
  constexpr int left_out = 77;
  if (result.exit_code == left_out) GTEST_SKIP() << result.err;
  EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
}

INSTANTIATE_TEST_SUITE_P(Debian, FrameworkRun, testing::Values("django", "sqlalchemy"),
                         [](const auto& name) { return name.param; });

}  // namespace
}  // namespace lite2pg::test::framework_runs_pg_test
