// Options from the environment and from a configuration file, beside the command line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "common/error.h"
#include "common/options/config_file.h"
#include "common/options/parser.h"
#include "common/options/variables.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::option_origins_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// A variable of the environment while it lives.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) { setenv(name, value.c_str(), 1); }
  ~Variable() { unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
};

enum class Color : unsigned char { red, green };

struct Tool {
  std::string target, report;
  bool dry_run = false;
  unsigned jobs = 2;
  std::vector<std::string> tables;
  Color color = Color::red;
  OptionParser parser{"lite2pg-import", "Tries things.", {"lite2pg-import TARGET"}};

  Tool() {
    parser.positional("TARGET", target);
    parser.group("Things");
    parser.flag("dry-run", dry_run, "write nothing");
    parser.number("jobs", jobs, 64, "N", "threads");
    parser.text("report", report, "FILE", "write a report");
    parser.list("tables", tables, "GLOB", "only these");
    parser.choice<Color>("color", color, {{"red", Color::red}, {"green", Color::green}}, "a color");
  }
  void parse(std::vector<const char*> arguments = {}) {
    arguments.insert(arguments.begin(), "lite2pg-import");
    EXPECT_EQ(parser.parse(static_cast<int>(arguments.size()), arguments.data()), std::nullopt);
  }
};

/// What is wrong: "what / hint".
std::string complaint(const std::function<void()>& of) {
  try {
    of();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ExitCode::usage);
    return std::string(e.what()) + " / " + e.hint();
  }
  return "";
}

/// A configuration file with that text.
class Config {
 public:
  explicit Config(const std::string& text) : path_((dir_.path() / "c.toml").string()) { std::ofstream(path_) << text; }
  [[nodiscard]] const char* path() const { return path_.c_str(); }

 private:
  test::TempDir dir_;
  std::string path_;
};

std::string complaint_of_config(const std::string& text) {
  const Config config(text);
  std::string said = complaint([&] { Tool().parse({"--config", config.path()}); });
  if (const auto at = said.find(config.path()); at == 0) said.replace(0, std::string(config.path()).size(), "c.toml");
  return said;
}

TEST(OptionOrigins, EachKindFromTheEnvironment) {
  const Variable dry("LITE2PG_DRY_RUN", "yes"), jobs("LITE2PG_JOBS", "7"), tables("LITE2PG_TABLES", R"(["a", "b,c"])"),
      color("LITE2PG_COLOR", "green"), report("LITE2PG_REPORT", "r.json");
  Tool tool;
  tool.parse();
  EXPECT_TRUE(tool.dry_run);
  EXPECT_EQ(tool.jobs, 7U);
  EXPECT_THAT(tool.tables, ElementsAre("a", "b,c"));
  EXPECT_EQ(tool.color, Color::green);
  EXPECT_EQ(tool.report, "r.json");
}

TEST(OptionOrigins, EachKindFromAFile) {
  const Config config("dry-run = true\njobs = 7\ntables = ['a', 'b']\n[import]\ncolor = 'green'\n[verify]\nfoo = 1\n");
  Tool tool;
  tool.parse({"--config", config.path()});
  EXPECT_TRUE(tool.dry_run);
  EXPECT_EQ(tool.jobs, 7U);
  EXPECT_THAT(tool.tables, ElementsAre("a", "b"));
  EXPECT_EQ(tool.color, Color::green);
}

TEST(OptionOrigins, TheCommandLineComesFirstThenTheEnvironmentThenTheFile) {
  const Config config("jobs = 3\nreport = 'file'\ntables = ['file']\ndry-run = true\n[import]\njobs = 4\n");
  const Variable jobs("LITE2PG_JOBS", "5"), name("LITE2PG_CONFIG", config.path()), tables("LITE2PG_TABLES", "env");
  Tool tool;
  tool.parse({"--tables", "word", "--dry-run=false"});
  EXPECT_EQ(tool.jobs, 5U);
  EXPECT_EQ(tool.report, "file");
  EXPECT_THAT(tool.tables, ElementsAre("word"));
  EXPECT_FALSE(tool.dry_run);
}

TEST(OptionOrigins, AToolsSectionComesBeforeTheTop) {
  const Config config("[import]\njobs = 4\n[verify]\njobs = 9\n");
  Tool tool;
  tool.parse({"--config", config.path()});
  EXPECT_EQ(tool.jobs, 4U);
}

TEST(OptionOrigins, MessagesNameTheVariable) {
  const Variable jobs("LITE2PG_JOBS", "many");
  EXPECT_THAT(complaint([] { Tool().parse(); }), HasSubstr("LITE2PG_JOBS 'many' is no number from 0 to 64"));
  const Variable color("LITE2PG_COLOR", "blue"), fine("LITE2PG_JOBS", "1");
  EXPECT_EQ(complaint([] { Tool().parse(); }), "LITE2PG_COLOR does not know 'blue' / use red, green");
}

TEST(OptionOrigins, AFileIsReadStrictly) {
  EXPECT_EQ(complaint_of_config("jbos = 3"),
            "c.toml, line 1: \"jbos\" is no option of lite2pg-import / did you mean \"jobs\"?");
  EXPECT_EQ(complaint_of_config("\njobs = 'x'"), "c.toml, line 2: \"jobs\" takes a number / ");
  EXPECT_EQ(complaint_of_config("dry-run = 1"), "c.toml, line 1: \"dry-run\" takes true or false / ");
  EXPECT_THAT(complaint_of_config("tables = [1]"), HasSubstr("array of strings"));
  EXPECT_EQ(complaint_of_config("jobs = 99"), "c.toml, line 1: jobs '99' is no number from 0 to 64 / ");
  EXPECT_THAT(complaint_of_config("[exprot]\n"), HasSubstr("line 1: unknown section [exprot]"));
  EXPECT_THAT(complaint_of_config("color = green"), HasSubstr("this is no TOML"));
  EXPECT_THAT(complaint_of_config("fail-on = 'drift'"), HasSubstr("[verify]"));
  EXPECT_THAT(complaint_of_config("help = true"), HasSubstr("is no option"));
  EXPECT_THAT(complaint_of_config("config = 'other.toml'"), HasSubstr("is no option"));
}

TEST(OptionOrigins, NoMessageHoldsASecret) {
  for (const char* text :
       {"target = 'postgresql://u:geheim@h/d'", "jobs = 'postgresql://u:geheim@h/d'",
        "color = 'postgresql://u:geheim@h/d'", "password = 'geheim'", "report = 'geheim", "[geheim"}) {
    const std::string said = complaint_of_config(text);
    EXPECT_THAT(said, Not(IsEmpty())) << text;
    EXPECT_THAT(said, Not(HasSubstr("geheim"))) << text;
  }
}

TEST(OptionOrigins, AVariableThatIsEmptyIsUnset) {
  const Variable jobs("LITE2PG_JOBS", ""), dry("LITE2PG_DRY_RUN", "off");
  Tool tool;
  tool.parse();
  EXPECT_EQ(tool.jobs, 2U);
  EXPECT_FALSE(tool.dry_run);
}

TEST(OptionOrigins, WhatAHookIsToldIsNoOption) {
  const Option run{.name = "run"}, tables{.name = "tables"}, jobs{.name = "jobs"};
  const Variable told("LITE2PG_RUN", "20260101T000000Z-1"), count("LITE2PG_TABLES", "12"), own("LITE2PG_JOBS", "1");
  EXPECT_TRUE(given_by_environment(run));
  const Variable hook("LITE2PG_HOOK", "after-load");
  EXPECT_FALSE(given_by_environment(run));
  EXPECT_FALSE(given_by_environment(tables));
  EXPECT_TRUE(given_by_environment(jobs));
}

TEST(OptionOrigins, AMisspeltVariableIsNamed) {
  const OptionTable table = {{.name = "tables"}, {.name = "jobs"}};
  const Variable slip("LITE2PG_TABELS", "x"), other("LITE2PG_TRUNCATE", "1");
  EXPECT_THAT(misspelt_variables(table), ElementsAre("LITE2PG_TABELS is no option here; did you mean LITE2PG_TABLES?"));
}

TEST(OptionOrigins, AToolsOwnComplaintSaysWhereTheOptionIsFrom) {
  const Variable dry("LITE2PG_DRY_RUN", "1");
  Tool tool;
  tool.parse({"x"});
  const auto check = [] { throw Error(ExitCode::usage, "--dry-run goes with a new import", "leave it out"); };
  EXPECT_EQ(complaint([&] { tool.parser.checked(check); }),
            "--dry-run goes with a new import (--dry-run is from LITE2PG_DRY_RUN) / leave it out");
}

TEST(OptionOrigins, AFileOfOthersIsNotReadUnasked) {
  const Config config("jobs = 1\n");
  EXPECT_NO_THROW(require_own_file(config.path()));
  std::filesystem::permissions(config.path(), std::filesystem::perms::others_write, std::filesystem::perm_options::add);
  EXPECT_THAT(complaint([&] { require_own_file(config.path()); }), HasSubstr("everybody may write it"));
}

}  // namespace
}  // namespace lite2pg::option_origins_test
