#include "common/options/parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/error.h"

namespace lite2pg::parser_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

enum class Color : unsigned char { red, green };

/// A tool with an option of each kind.
struct Tool {
  std::string source, target;
  bool dry_run = false;
  unsigned jobs = 2;
  std::string report;
  std::vector<std::string> tables;
  Color color = Color::red;
  OptionParser parser{"lite2pg-try", "Tries things.", {"lite2pg-try SOURCE TARGET"}};

  Tool() {
    parser.positional("SOURCE", source);
    parser.positional("TARGET", target);
    parser.group("Things");
    parser.flag("dry-run", dry_run, "write nothing");
    parser.number("jobs", jobs, 64, "N", "threads");
    parser.text("report", report, "FILE", "write a report");
    parser.list("tables", tables, "GLOB", "only these");
    parser.choice<Color>("color", color, {{"red", Color::red}, {"green", Color::green}}, "a color");
  }
  std::optional<int> parse(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "lite2pg-try");
    return parser.parse(static_cast<int>(arguments.size()), arguments.data());
  }
  /// What a wrong command line says: "what / hint".
  std::string complaint(std::vector<const char*> arguments) {
    try {
      (void)parse(std::move(arguments));
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), ExitCode::usage);
      return std::string(e.what()) + " / " + e.hint();
    }
    return "";
  }
};

TEST(Options, BindsEachKind) {
  Tool tool;
  EXPECT_EQ(tool.parse({"a.db", "--jobs", "7", "uri", "--tables=x", "--tables", "y", "--dry-run", "--color", "green"}),
            std::nullopt);
  EXPECT_EQ(tool.source, "a.db");
  EXPECT_EQ(tool.target, "uri");
  EXPECT_EQ(tool.jobs, 7U);
  EXPECT_TRUE(tool.dry_run);
  EXPECT_EQ(tool.color, Color::green);
  EXPECT_THAT(tool.tables, ElementsAre("x", "y"));
}

TEST(Options, KeepsDefaults) {
  Tool tool;
  EXPECT_EQ(tool.parse({}), std::nullopt);
  EXPECT_EQ(tool.jobs, 2U);
  EXPECT_EQ(tool.color, Color::red);
  EXPECT_EQ(tool.source, "");
}

TEST(Options, NamesTheNearestOption) {
  EXPECT_EQ(Tool().complaint({"--dry-rnu"}), "unknown option '--dry-rnu' / did you mean '--dry-run'?");
}

TEST(Options, ExplainsWrongValues) {
  EXPECT_THAT(Tool().complaint({"--jobs", "many"}), HasSubstr("--jobs 'many' is no number from 0 to 64"));
  EXPECT_THAT(Tool().complaint({"--jobs", "65"}), HasSubstr("no number from 0 to 64"));
  EXPECT_EQ(Tool().complaint({"--color", "blue"}), "--color does not know 'blue' / use red, green");
  EXPECT_THAT(Tool().complaint({"a", "b", "c"}), HasSubstr("unexpected argument 'c'"));
  EXPECT_THAT(Tool().complaint({"--report"}), HasSubstr("'--report'"));
}

TEST(Options, HelpListsGroupsAndOptions) {
  const std::string help = Tool().parser.help();
  EXPECT_THAT(help, HasSubstr("Usage:\n  lite2pg-try SOURCE TARGET\n"));
  EXPECT_THAT(help, HasSubstr("\nThings:\n  --dry-run "));
  EXPECT_THAT(help, HasSubstr("--color red|green "));
}

TEST(RunTool, MapsErrorsToExitCodes) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(run_tool("t", []() -> int { throw Error(ExitCode::source, "no file 'x'", "name one"); }), 4);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "t: error: no file 'x'\n  hint: name one\n");
  EXPECT_EQ(run_tool("t", [] { return 1; }), 1);
}

}  // namespace
}  // namespace lite2pg::parser_test
