#include "tests/support/command.h"

#include <gmock/gmock.h>
#include <signal.h>

namespace lite2pg::test::command_test {
namespace {

TEST(Command, GivesExitCodeAndBothOutputs) {
  const CommandResult result = run_command({"sh", "-c", "cat; echo oops >&2; exit 3"}, {.input = "hello"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.out, "hello");
  EXPECT_EQ(result.err, "oops\n");
}

TEST(Command, PassesEnvironmentAndFolder) {
  const CommandResult result =
      run_command({"sh", "-c", "echo $COLOUR; pwd"}, {.environment = {{"COLOUR", "blue"}}, .folder = "/"});
  EXPECT_EQ(result.out, "blue\n/\n");
}

TEST(Command, SurvivesAProgramThatDoesNotReadItsInput) {
  EXPECT_EQ(run_command({"true"}, {.input = std::string(1 << 20, 'x')}).exit_code, 0);
}

TEST(Command, EndsAProgramThatHangs) {
  const CommandResult result = run_command({"sleep", "60"}, {.timeout = std::chrono::seconds(1)});
  EXPECT_TRUE(result.timed_out);
  EXPECT_EQ(result.exit_code, 128 + SIGKILL);
}

TEST(Command, SaysWhenThereIsNoSuchProgram) {
  EXPECT_THROW((void)run_command({"/no/such/program"}), std::runtime_error);
}

TEST(BackgroundCommand, TakesSignals) {
  BackgroundCommand command({"sh", "-c", "trap 'exit 9' TERM; echo up; while :; do sleep 0.01; done"});
  EXPECT_EQ(command.read_line(), "up");
  command.signal(SIGTERM);
  EXPECT_EQ(command.wait().exit_code, 9);
}

}  // namespace
}  // namespace lite2pg::test::command_test
