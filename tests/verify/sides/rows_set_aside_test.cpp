#include "verify/sides/rows_set_aside.h"

#include <gtest/gtest.h>

namespace lite2pg::rows_set_aside_test {
namespace {

/// Stands at one row.
class Standing final : public RowCursor {
 public:
  Standing(std::string place, std::int64_t number, bool counts)
      : place_(std::move(place)), number_(number), counts_(counts) {}
  bool next(Row&) override { return false; }
  [[nodiscard]] std::string locate() const override { return place_; }
  [[nodiscard]] std::int64_t row_number() const override { return number_; }
  [[nodiscard]] bool counts_from_slice() const override { return counts_; }

 private:
  std::string place_;
  std::int64_t number_;
  bool counts_;
};

TEST(RowsSetAside, KnowsRowsByRowidAndByKey) {
  RowsSetAside rows;
  EXPECT_TRUE(rows.empty());
  EXPECT_TRUE(rows.add("rowid -42"));
  EXPECT_TRUE(rows.has(Standing("rowid -42", -42, false)));
  EXPECT_FALSE(rows.has(Standing("rowid 42", 42, false)));
  EXPECT_FALSE(rows.has(Standing("row -42", -42, true))) << "a place in the slice is no rowid";
  RowsSetAside keys;
  EXPECT_TRUE(keys.add("key (1, 'x')"));
  EXPECT_TRUE(keys.has(Standing("key (1, 'x')", 7, true)));
  EXPECT_FALSE(keys.has(Standing("key (1, 'y')", 7, true)));
}

TEST(RowsSetAside, TakesNothingThatNamesNoOneRow) {
  RowsSetAside rows;
  for (const char* place :
       {"", "row 7", "rowid ", "rowid 7x", "rowid 99999999999999999999", "key ('aaa… (90 bytes))"}) {
    EXPECT_FALSE(rows.add(place)) << place;
  }
  EXPECT_TRUE(rows.empty());
}

}  // namespace
}  // namespace lite2pg::rows_set_aside_test
