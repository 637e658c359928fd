#include "common/options/completion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "common/error.h"
#include "tests/support/command.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::completion_test {
namespace {

using testing::HasSubstr;

OptionTable sample() {
  using Kind = Option::Kind;
  return {
      {.name = "dry-run", .help = "it's only a look [\\]: nothing", .kind = Kind::flag},
      {.name = "color", .placeholder = "red|green", .help = "a color", .kind = Kind::choice, .words = {"red", "green"}},
      {.name = "report", .placeholder = "FILE.json", .help = "write", .kind = Kind::text},
      {.name = "snapshot", .placeholder = "DIR", .help = "copy", .kind = Kind::text},
      {.name = "jobs", .placeholder = "N", .help = "threads", .kind = Kind::number}};
}

TEST(Completion, BashOffersOptionsAndWords) {
  const test::TempDir dir;
  const std::string file = (dir.path() / "c").string();
  std::ofstream(file) << completion_script("bash", "lite2pg-try", sample());
  const auto offers = [&](const std::string& words, int at) {
    const std::string line = "source " + file + "; compopt() { :; }; COMP_WORDS=(" + words +
                             "); COMP_CWORD=" + std::to_string(at) + "; _lite2pg_try; echo ${COMPREPLY[@]}";
    return test::run_command({"bash", "-c", line}).out;
  };
  EXPECT_EQ(offers("lite2pg-try --d", 1), "--dry-run\n");
  EXPECT_EQ(offers("lite2pg-try --color ''", 2), "red green\n");
  EXPECT_EQ(offers("lite2pg-try --color = g", 3), "green\n");
  EXPECT_EQ(offers("lite2pg-try --jobs ''", 2), "\n");
}

TEST(Completion, ZshAndFishKeepHelpTextsWhole) {
  EXPECT_THAT(completion_script("zsh", "lite2pg-try", sample()),
              HasSubstr(R"('--dry-run[it'\''s only a look \[\\\]\: nothing]')"));
  EXPECT_THAT(completion_script("zsh", "lite2pg-try", sample()), HasSubstr("'--color=[a color]:color:(red green)'"));
  EXPECT_THAT(completion_script("fish", "lite2pg-try", sample()),
              HasSubstr(R"(-l dry-run -d 'it\'s only a look [\\]: nothing')"));
  EXPECT_THAT(completion_script("fish", "lite2pg-try", sample()), HasSubstr("-l color -x -a 'red green'"));
}

TEST(Completion, KnowsThreeShells) { EXPECT_THROW((void)completion_script("tcsh", "x", sample()), Error); }

}  // namespace
}  // namespace lite2pg::completion_test
