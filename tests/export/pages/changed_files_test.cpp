// Files changed at random: no wrong row, no damage unseen. A slice of what `scripts/fuzz SECONDS pages_fuzz` does under
// sanitizers; more of it: LITE2PG_FILES=100000 LITE2PG_SEED=7 export_unit_tests --gtest_filter=ChangedFiles.*
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <vector>

#include "tests/fuzz/changed_database.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::changed_files_test {
namespace {

std::uint64_t setting(const char* name, std::uint64_t otherwise) {
  const char* given = std::getenv(name);
  return given == nullptr ? otherwise : std::strtoull(given, nullptr, 10);
}

/// One to three changes.
std::vector<std::uint8_t> random_input(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<std::uint8_t> input(1 + 4 * (1 + random() % 3));
  for (std::uint8_t& byte : input) byte = static_cast<std::uint8_t>(random());
  return input;
}

std::string shown(const std::vector<std::uint8_t>& input) {
  std::string text;
  for (const std::uint8_t byte : input) text += std::to_string(byte) + " ";
  return text;
}

TEST(ChangedFiles, ReadAsSqliteReadsThem) {
  const test::TempDir folder;
  test::ChangedDatabases databases(folder.path());
  const std::uint64_t first = setting("LITE2PG_SEED", 1) << 32, files = setting("LITE2PG_FILES", 250);
  for (std::uint64_t seed = first; seed < first + files; ++seed) {
    const auto input = random_input(seed);
    ASSERT_EQ(databases.complaint(input), "") << shown(input);
  }
  EXPECT_GT(databases.called_sound(), files / 20) << "most bytes are values";
}

/// Without a change, every one of them is sound.
TEST(ChangedFiles, BeginSound) {
  const test::TempDir folder;
  test::ChangedDatabases databases(folder.path());
  for (std::size_t i = 0; i < databases.sound_files(); ++i) {
    const auto whole = static_cast<std::uint8_t>(i), slices = static_cast<std::uint8_t>(i + databases.sound_files());
    for (const std::uint8_t input : {whole, slices}) EXPECT_EQ(databases.complaint({&input, 1}), "") << int{input};
  }
  EXPECT_EQ(databases.called_sound(), 2 * databases.sound_files());
}

}  // namespace
}  // namespace lite2pg::changed_files_test
