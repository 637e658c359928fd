// Golden tests of the command line: a file holds what a user types and what must come back.
//
//   $ lite2pg-import --nope          one or more lines, run as one shell script in an empty folder
//   exit 2
//   --- stdout
//   --- stderr
//   lite2pg-import: error: ...
//
// The script finds the tools in PATH and, in files whose name ends in _pg.golden, an empty database in $TARGET. What
// changes from run to run (times, run ids, folders, the version) is masked on both sides. After a wanted change:
// LITE2PG_RECORD=1 scripts/test unit -R cli/   rewrites the files; look at the difference before you commit it.
#pragma once

#include <filesystem>
#include <map>
#include <ostream>
#include <string>
#include <vector>

namespace lite2pg::test {

struct GoldenCase {
  std::filesystem::path file;
  /// "import_help" for tests/cli/import/help.golden.
  [[nodiscard]] std::string name() const;
  friend void PrintTo(const GoldenCase& golden, std::ostream* out) { *out << golden.file.filename(); }
};

/// All cases under tests/cli that need a server, or all that do not.
[[nodiscard]] std::vector<GoldenCase> golden_cases(bool with_server);

/// Replaces what changes from run to run.
[[nodiscard]] std::string masked(std::string text, const std::string& folder);

/// Runs the script of a case and compares, or records. Fails the current test when they differ.
void check_golden(const GoldenCase& golden, const std::map<std::string, std::string>& environment);

}  // namespace lite2pg::test
