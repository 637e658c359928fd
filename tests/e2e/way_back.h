// A database that was imported, its target, and the file that comes back; looked at by SQLite's own tools.
#pragma once

#include <gmock/gmock.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/e2e/tools.h"

namespace lite2pg::test {

class WayBack : public testing::Test {
 protected:
  void import(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{source_, database_.uri()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const CommandResult result = run_tool("import", arguments);
    ASSERT_EQ(result.exit_code, 0) << result.err << result.out;
  }
  CommandResult back(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{database_.uri(), "--back", out_, "--report", report_};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_tool("sync", arguments);
  }
  /// What the sqlite3 shell prints.
  static std::string shell(const std::string& file, const std::string& command) {
    const CommandResult result = run_command({"sqlite3", file, command});
    return result.out + result.err;
  }
  std::string sqldiff(const std::string& option = "") const {
    std::vector<std::string> words{"sqldiff"};
    if (!option.empty()) words.push_back(option);
    words.insert(words.end(), {source_, out_});
    const CommandResult result = run_command(words);
    return result.out + result.err;
  }
  /// Content, schema text and the facts of the file, by SQLite's own tools.
  void expect_same(const std::string& sqldiff_option = "") const {
    EXPECT_EQ(shell(source_, ".schema"), shell(out_, ".schema"));
    constexpr const char* facts =
        "PRAGMA page_size; PRAGMA encoding; PRAGMA auto_vacuum; PRAGMA user_version; PRAGMA application_id; PRAGMA "
        "journal_mode; PRAGMA integrity_check";
    EXPECT_EQ(shell(source_, facts), shell(out_, facts));
    EXPECT_EQ(sqldiff(sqldiff_option), "");
  }
  void expect_same_hash() const { EXPECT_EQ(shell(source_, ".sha3sum"), shell(out_, ".sha3sum")); }
  void expect_verified(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{out_, database_.uri()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const CommandResult result = run_tool("verify", arguments);
    EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
  }
  void expect_nothing_left() const {
    for (const auto& entry : std::filesystem::directory_iterator(dir_.path())) {
      EXPECT_THAT(entry.path().filename().string(), testing::AnyOf("in.db", "report.json"));
    }
  }

  TempDir dir_;
  std::string source_ = dir_ / "in.db", out_ = dir_ / "out.db", report_ = dir_ / "report.json";
  TempDatabase database_;
};

}  // namespace lite2pg::test
