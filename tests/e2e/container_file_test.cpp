// The Containerfile without an engine: what a linter would say of it.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <vector>

#include "tests/support/command.h"
#include "tests/support/places.h"

namespace lite2pg::test::container_file_test {
namespace {

struct Instruction {
  std::string word, rest;
};

/// Lines that end in a backslash are joined; comments and blank lines are left out.
std::vector<Instruction> instructions_of(std::istream& file) {
  std::vector<Instruction> found;
  bool goes_on = false;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const bool more = line.back() == '\\';
    if (more) line.pop_back();
    if (goes_on) {
      found.back().rest += line;
    } else {
      const std::size_t blank = line.find(' ');
      found.push_back({line.substr(0, blank), line.substr(blank + 1)});
    }
    goes_on = more;
  }
  return found;
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  return {std::istream_iterator<std::string>(stream), {}};
}

class ContainerFile : public testing::Test {
 protected:
  ContainerFile() {
    std::ifstream file(source_folder() + "/Containerfile");
    instructions_ = instructions_of(file);
  }
  std::vector<Instruction> instructions_;
};

TEST_F(ContainerFile, HasStagesOfOneFixedSystemAndEndsWithoutRoot) {
  unsigned stages = 0;
  std::string user;
  std::set<std::string> words;
  for (const Instruction& i : instructions_) {
    words.insert(i.word);
    if (i.word == "USER") user = i.rest;
    if (i.word != "FROM") continue;
    ++stages;
    user.clear();
    EXPECT_THAT(i.rest, testing::StartsWith("docker.io/library/debian:12-slim"));
  }
  EXPECT_EQ(stages, 2U);
  EXPECT_THAT(user, testing::MatchesRegex("[1-9][0-9]+")) << "a number: an orchestrator can tell that it is not root";
  for (const std::string& word : words)
    EXPECT_THAT(word, testing::AnyOf("FROM", "WORKDIR", "COPY", "RUN", "USER", "CMD"));
}

TEST_F(ContainerFile, CopiesWhatIsThere) {
  for (const Instruction& i : instructions_) {
    if (i.word != "COPY") continue;
    const std::vector<std::string> words = words_of(i.rest);
    ASSERT_EQ(words.size(), 2U) << i.rest;
    EXPECT_TRUE(std::filesystem::exists(source_folder() + "/" + words[0])) << words[0];
  }
}

TEST_F(ContainerFile, RunsWhatAShellReadsAndLeavesNoListsOfPackages) {
  for (const Instruction& i : instructions_) {
    if (i.word != "RUN") continue;
    const std::string command = i.rest.starts_with("--mount") ? i.rest.substr(i.rest.find(' ')) : i.rest;
    const CommandResult read = run_command({"sh", "-n", "-c", command});
    EXPECT_EQ(read.exit_code, 0) << command << read.err;
    if (command.find("apt-get install") == std::string::npos) continue;
    EXPECT_THAT(command, testing::HasSubstr("--no-install-recommends"));
    EXPECT_THAT(command, testing::HasSubstr("rm -rf /var/lib/apt/lists"));
  }
}

}  // namespace
}  // namespace lite2pg::test::container_file_test
