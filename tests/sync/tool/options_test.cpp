#include "sync/tool/options.h"

#include <gtest/gtest.h>

#include "common/error.h"

namespace lite2pg::options_test {
namespace {

/// Empty: it is taken.
std::string refusal(std::vector<const char*> words) {
  words.insert(words.begin(), "lite2pg-sync");
  words.push_back("--config=none");
  SyncOptions options;
  try {
    (void)parse_sync_options(static_cast<int>(words.size()), words.data(), options);
    return {};
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ExitCode::usage);
    return e.what();
  }
}

TEST(SyncOptions, TheWayBackTakesNoOptionThatPromisesAnotherTask) {
  EXPECT_EQ(refusal({"dbname=x", "--back", "out.db"}), "");
  EXPECT_EQ(refusal({"dbname=x", "--back", "out.db", "--dry-run"}), "--dry-run does not go with --back");
  EXPECT_EQ(refusal({"dbname=x", "--back", "out.db", "--freeze"}), "--freeze does not go with --back");
  EXPECT_EQ(refusal({"dbname=x", "--back", "out.db", "--sql-out", "f"}), "--sql-out does not go with --back");
}

TEST(SyncOptions, AnUndoMayBeADryRun) {
  EXPECT_EQ(refusal({"dbname=x", "--undo", "--dry-run"}), "");
  EXPECT_EQ(refusal({"dbname=x", "--undo", "--freeze"}), "--freeze does not go with --undo");
  EXPECT_EQ(refusal({"a.db", "dbname=x", "--added"}), "--added and --dropped go with --back");
}

}  // namespace
}  // namespace lite2pg::options_test
