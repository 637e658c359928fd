#include "verify/rows/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lite2pg::text_test {
namespace {

/// Rows of text columns a, b, c, ...
class Texts {
 public:
  explicit Texts(const std::vector<std::string>& values) : values_(values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      table_.columns.emplace_back().source = std::string(1, static_cast<char>('a' + i));
      fields_.push_back({Value::text(values_[i])});
    }
  }
  [[nodiscard]] std::string row() const { return row_text(table_, fields_); }
  [[nodiscard]] std::string key(std::vector<int> columns) {
    table_.key = std::move(columns);
    return key_text(table_, fields_);
  }

 private:
  std::vector<std::string> values_;
  TablePlan table_;
  std::vector<RowDecoder::Field> fields_;
};

TEST(RowText, ShowsThirtyTwoBytesOfAValue) {
  const std::string whole(32, 'x');
  EXPECT_EQ(Texts({whole, "y"}).row(), "('" + whole + "', 'y')");
  EXPECT_EQ(Texts({whole + "x", "y"}).row(), "('" + whole + "…' (33 bytes), 'y')");
}

TEST(RowText, EndsWhereItIsLongEnough) {
  std::vector<std::string> values(6, std::string(28, 'x'));
  EXPECT_THAT(Texts(values).row(), testing::EndsWith("x', …)"));
  values[0].pop_back();  // One byte less: the 160 are not passed yet.
  EXPECT_THAT(Texts(values).row(), testing::EndsWith("x', '" + values[5] + "')"));
}

TEST(KeyText, NamesTheColumnsOfTheKeyInItsOrder) {
  EXPECT_EQ(Texts({"x", "y", "z"}).key({2, 0}), "c='z', a='x'");
  EXPECT_EQ(Texts({"x", "y"}).key({}), "('x', 'y')");
}

}  // namespace
}  // namespace lite2pg::text_test
