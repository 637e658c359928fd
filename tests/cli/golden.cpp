#include "tests/cli/golden.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <utility>

#include "tests/support/command.h"
#include "tests/support/places.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::test {
namespace {

std::string read_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The lines at the head that begin with "$ ", without that.
std::string script_of(const std::string& text) {
  std::string script;
  for (std::size_t at = 0; text.compare(at, 2, "$ ") == 0;) {
    const std::size_t end = text.find('\n', at);
    if (end == std::string::npos) return script + text.substr(at + 2) + "\n";
    script += text.substr(at + 2, end - at - 1);
    at = end + 1;
  }
  return script;
}

std::string render(const std::string& script, const CommandResult& result, const std::string& folder) {
  std::string text;
  for (std::size_t at = 0; at < script.size();) {
    const std::size_t end = script.find('\n', at) + 1;
    text += "$ " + script.substr(at, end - at);
    at = end;
  }
  return text + "exit " + std::to_string(result.exit_code) + "\n--- stdout\n" + masked(result.out, folder) +
         "--- stderr\n" + masked(result.err, folder);
}

}  // namespace

std::string GoldenCase::name() const {
  std::string name = file.parent_path().filename().string() + "_" + file.stem().string();
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

std::vector<GoldenCase> golden_cases(bool with_server) {
  std::vector<GoldenCase> cases;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(source_folder() + "/tests/cli")) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".golden") && name.ends_with("_pg.golden") == with_server) cases.push_back({entry.path()});
  }
  std::sort(cases.begin(), cases.end(), [](const auto& a, const auto& b) { return a.file < b.file; });
  return cases;
}

std::string masked(std::string text, const std::string& folder) {
  for (std::size_t at = 0; (at = text.find(folder, at)) != std::string::npos;)
    text.replace(at, folder.size(), "<FOLDER>");
  static const std::vector<std::pair<std::regex, std::string>> masks{
      {std::regex(R"(\d{8}T\d{6}Z-[0-9a-f]+)"), "<RUN>"},
      {std::regex(R"(\d{8}t\d{6}z_[0-9a-f]+)"), "<RUN_NAME>"},
      {std::regex(R"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?)"), "<TIME>"},
      {std::regex(R"(\b[0-9a-f]{32}\b)"), "<HASH>"},
      {std::regex(R"(\bseed \d+)"), "seed <SEED>"},
      {std::regex(R"(\btest_\d+_\d+_\d+\b)"), "<DATABASE>"},
      {std::regex(R"(\b\d+(\.\d+)? ?(ms|s|min)\b)"), "<DURATION>"},
      {std::regex(R"(\b\d+(\.\d+)? ([kMG]i?)?B/s)"), "<RATE>"},
      {std::regex(R"( \(commit [0-9a-f]+\+?\))"), ""},
      {std::regex(R"(\blibpq \d+\.\d+)"), "libpq <VERSION>"},
      {std::regex(R"(\b\d+\.\d+\.\d+\b)"), "<VERSION>"},
  };
  for (const auto& [pattern, replacement] : masks) text = std::regex_replace(text, pattern, replacement);
  if (!text.empty() && text.back() != '\n') text += "\n(no newline at the end)\n";
  return text;
}

void check_golden(const GoldenCase& golden, const std::map<std::string, std::string>& environment) {
  const TempDir folder;
  CommandOptions options{.environment = environment, .folder = folder.path().string()};
  options.environment["PATH"] = program_folder() + ":" + std::string(std::getenv("PATH"));
  options.environment["COLUMNS"] = "100";
  const std::string expected = read_text(golden.file);
  const std::string script = script_of(expected);
  ASSERT_FALSE(script.empty()) << golden.file << " does not begin with a line \"$ command\"";
  const std::string actual = render(script, run_command({"bash", "-c", script}, options), folder.path().string());
  if (std::getenv("LITE2PG_RECORD") != nullptr) {
    std::ofstream(golden.file, std::ios::binary) << actual;
  } else {
    EXPECT_EQ(actual, expected) << "in " << golden.file << "; if this is wanted, record it with LITE2PG_RECORD=1";
  }
}

}  // namespace lite2pg::test
