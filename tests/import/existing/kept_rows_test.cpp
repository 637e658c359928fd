#include "import/existing/kept_rows.h"

#include <gmock/gmock.h>

namespace lite2pg::kept_rows_test {
namespace {

using Entries = std::vector<std::vector<std::string>>;

TEST(KeptRows, SayNothingWhenBothSidesHaveTheSame) {
  EXPECT_EQ(entries_text("t", Entries{{"a"}, {"b"}}, Entries{{"b"}, {"a"}}, false, ""), "");
  EXPECT_EQ(entries_text("t", {}, {}, true, ""), "");
}

TEST(KeptRows, NameWhatOnlyOneSideHas) {
  EXPECT_EQ(entries_text("m", Entries{{"shop", "0001"}, {"shop", "0002"}}, Entries{{"shop", "0001"}}, false, ""),
            "m: 1 only in the source (shop.0002): source and target are of different versions of the application");
  EXPECT_EQ(
      entries_text("m", Entries{{"a"}}, Entries{{"b"}, {"c"}, {"d"}, {"e"}}, false, ""),
      "m: 1 only in the source (a); 4 only in the target (b, c, d, ...): source and target are of different versions "
      "of the application");
}

TEST(KeptRows, NameTheCommandThatWritesAgainWhatGoes) {
  EXPECT_EQ(entries_text("types", {}, Entries{{"9", "new"}}, true, "migrate"),
            "types: 1 only in the target (9.new), which the load replaces; afterwards: migrate");
}

}  // namespace
}  // namespace lite2pg::kept_rows_test
