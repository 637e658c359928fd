// scripts/evidence: what it made is accepted, and refused after any change.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "tests/support/command.h"
#include "tests/support/places.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::test::evidence_test {
namespace {

using testing::HasSubstr;

class Evidence : public testing::Test {
 protected:
  void SetUp() override {
    write("report.json", "{\"verdict\": \"equal\"}\n");
    write("page.html", "<!DOCTYPE html>\n");
    ASSERT_EQ(run_command({"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", dir_ / "key"}).exit_code, 0);
    allow("key");
    const CommandResult made =
        evidence({"make", folder_, "--key", dir_ / "key", dir_ / "report.json", dir_ / "page.html"});
    ASSERT_EQ(made.exit_code, 0) << made.err;
  }
  [[nodiscard]] static CommandResult evidence(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), source_folder() + "/scripts/evidence");
    return run_command(arguments);
  }
  [[nodiscard]] CommandResult check() const { return evidence({"check", folder_, "--signers", dir_ / "signers"}); }
  /// The signatures of this key count as Ann's.
  void allow(const std::string& key) const {
    std::string type, code;
    std::ifstream(dir_ / (key + ".pub")) >> type >> code;
    write("signers", "ann " + type + " " + code + "\n");
  }
  void write(const std::string& name, const std::string& text) const { std::ofstream(dir_ / name) << text; }

  TempDir dir_;
  std::string folder_ = dir_ / "evidence";
};

TEST_F(Evidence, IsAcceptedAsMade) {
  const CommandResult result = check();
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("signed by ann"));
}

TEST_F(Evidence, IsRefusedAfterAnyChangedByte) {
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(3);
    const char old = static_cast<char>(file.get());
    file.seekp(3);
    file.put(static_cast<char>(old ^ 1)).flush();
    EXPECT_EQ(check().exit_code, 1) << entry.path();
    file.seekp(3);
    file.put(old);
  }
  EXPECT_EQ(check().exit_code, 0);
}

TEST_F(Evidence, IsRefusedWithAFileMoreOrLess) {
  std::ofstream(folder_ + "/more.txt") << "x";
  EXPECT_EQ(check().exit_code, 1);
  std::filesystem::remove(folder_ + "/more.txt");
  std::filesystem::remove(folder_ + "/page.html");
  EXPECT_EQ(check().exit_code, 1);
}

TEST_F(Evidence, IsRefusedWhenSomebodyElseSigned) {
  ASSERT_EQ(run_command({"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", dir_ / "other"}).exit_code, 0);
  allow("other");
  EXPECT_THAT(check().err, HasSubstr("not what 'ann' signed"));
}

}  // namespace
}  // namespace lite2pg::test::evidence_test
