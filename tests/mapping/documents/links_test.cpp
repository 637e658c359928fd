// Links between the pages of the documentation lead somewhere.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "common/files.h"
#include "tests/support/places.h"

namespace lite2pg::links_test {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> pages() {
  const fs::path root = test::source_folder();
  std::vector<fs::path> found;
  for (const char* folder : {"", "scripts", "tests/applications"})
    for (const auto& entry : fs::directory_iterator(root / folder))
      if (entry.path().extension() == ".md") found.push_back(entry.path());
  for (const auto& entry : fs::recursive_directory_iterator(root / "docs"))
    if (entry.path().extension() == ".md") found.push_back(entry.path());
  return found;
}

std::string without_code(const std::string& text) {
  std::string rest;
  bool code = false;
  for (const char c : text) {
    if (c == '`') code = !code;
    if (!code && c != '`') rest += c;
  }
  return rest;
}

std::vector<std::string> links_of(const std::string& text) {
  std::vector<std::string> links;
  for (std::size_t at = text.find("]("); at != std::string::npos; at = text.find("](", at + 1)) {
    const std::size_t end = text.find(')', at);
    std::string link = text.substr(at + 2, end - at - 2);
    if (link.find("://") == std::string::npos) links.push_back(std::move(link));
  }
  return links;
}

/// As public forges make them: small letters, blanks as hyphens, no other marks.
bool has_heading(const std::string& text, const std::string& anchor) {
  for (std::size_t at = text.find("\n#"); at != std::string::npos; at = text.find("\n#", at + 1)) {
    std::string name;
    for (const char c : text.substr(at + 1, text.find('\n', at + 1) - at - 1)) {
      if (c == ' ' && !name.empty()) name += '-';
      if (c == '-' || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) name += c;
      if (c >= 'A' && c <= 'Z') name += static_cast<char>(c - 'A' + 'a');
    }
    if (name == anchor) return true;
  }
  return false;
}

TEST(Links, LeadSomewhere) {
  std::size_t count = 0;
  for (const fs::path& page : pages()) {
    for (const std::string& link : links_of(without_code(read_file(page, "page")))) {
      ++count;
      const std::size_t mark = std::min(link.find('#'), link.size());
      const fs::path to = mark == 0 ? page : page.parent_path() / link.substr(0, mark);
      ASSERT_TRUE(fs::exists(to)) << page << ": " << link;
      if (mark == link.size()) continue;
      EXPECT_TRUE(has_heading(without_code(read_file(to, "page")), link.substr(mark + 1))) << page << ": " << link;
    }
  }
  EXPECT_GT(count, 100U);
}

}  // namespace
}  // namespace lite2pg::links_test
