#include "verify/rows/collector.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace lite2pg::collector_test {
namespace {

/// Rows (key, text) of a table whose key is the first column.
class Rows {
 public:
  ScannedRow row(std::int64_t key, std::string_view text, std::uint32_t xmin = 0) {
    const std::vector<Value> values = {Value::of(key), Value::text(text)};
    const RowHash hash = hasher_.hash(values);
    return {hash, hasher_.encoder().view(), xmin};
  }

 private:
  RowHasher hasher_{1, {0}};
};

TEST(RowCollector, EqualRowsCancelInAnyOrder) {
  RowCollector collector(0, {0}, 1 << 20);
  Rows rows;
  for (int i = 0; i < 100; ++i) collector.add(Side::source, rows.row(i, "x"));
  for (int i = 99; i >= 0; --i) collector.add(Side::target, rows.row(i, "x"));
  EXPECT_TRUE(collector.left().empty());
  EXPECT_FALSE(collector.overflowed());
}

TEST(RowCollector, KeepsWhatOneSideHasMoreOften) {
  RowCollector collector(0, {0}, 1 << 20);
  Rows rows;
  collector.add(Side::source, rows.row(1, "same"));
  collector.add(Side::target, rows.row(1, "same"));
  collector.add(Side::target, rows.row(1, "same", 77));
  collector.add(Side::source, rows.row(2, "only here"));
  const auto left = collector.left();
  ASSERT_EQ(left.size(), 2U);
  const bool first_is_doubled = left[0].target == 2;
  const LeftRow& doubled = left[first_is_doubled ? 0 : 1];
  const LeftRow& missing = left[first_is_doubled ? 1 : 0];
  EXPECT_EQ(doubled.source, 1U);
  EXPECT_EQ(doubled.target, 2U);
  EXPECT_EQ(doubled.xmin, 77U);
  EXPECT_EQ(doubled.encoding, rows.row(1, "same").encoding);
  EXPECT_EQ(missing.source, 1U);
  EXPECT_EQ(missing.target, 0U);
  EXPECT_EQ(missing.encoding, rows.row(2, "only here").encoding);
}

TEST(RowCollector, LooksAtItsBucketsOnly) {
  Rows rows;
  std::vector<std::size_t> wanted;
  for (std::size_t b = 0; b < 16; b += 3) wanted.push_back(b);
  RowCollector collector(4, wanted, 1 << 20);
  std::size_t expected = 0;
  for (int i = 0; i < 200; ++i) {
    const ScannedRow row = rows.row(i, "x");
    if ((row.hash.key >> 60) % 3 == 0) ++expected;
    collector.add(Side::source, row);
  }
  EXPECT_GT(expected, 20U);
  EXPECT_EQ(collector.left().size(), expected);
}

TEST(RowCollector, GivesUpTheLastBucketsWhenTheyAreTooMany) {
  Rows rows;
  const std::vector<std::size_t> all = {0, 1, 2, 3, 4, 5, 6, 7};
  RowCollector collector(3, all, 60'000);
  const std::string text(100, 'x');
  for (int i = 0; i < 1000; ++i) collector.add(Side::source, rows.row(i, text));
  EXPECT_FALSE(collector.overflowed());
  ASSERT_LT(collector.buckets().size(), all.size());
  ASSERT_FALSE(collector.buckets().empty());
  std::size_t expected = 0;
  for (int i = 0; i < 1000; ++i) {
    if (rows.row(i, text).hash.key >> 61 < collector.buckets().size()) ++expected;
  }
  EXPECT_EQ(collector.left().size(), expected);  // The buckets that are left are whole.
}

TEST(RowCollector, OverflowsWhenOneBucketIsTooLarge) {
  Rows rows;
  RowCollector collector(0, {0}, 10'000);
  for (int i = 0; i < 1000; ++i) collector.add(Side::source, rows.row(i, "x"));
  EXPECT_TRUE(collector.overflowed());
  EXPECT_TRUE(collector.left().empty());
}

TEST(RowCollector, ManyCopiesOfARowTakeNoSpace) {
  Rows rows;
  RowCollector collector(0, {0}, 10'000);
  for (int i = 0; i < 100'000; ++i) collector.add(Side::source, rows.row(1, "x"));
  for (int i = 0; i < 99'998; ++i) collector.add(Side::target, rows.row(1, "x"));
  ASSERT_EQ(collector.left().size(), 1U);
  EXPECT_EQ(collector.left()[0].source, 100'000U);
  EXPECT_EQ(collector.left()[0].target, 99'998U);
  EXPECT_FALSE(collector.overflowed());
}

TEST(RowCollector, DoesNotKeepVeryLongRows) {
  Rows rows;
  RowCollector collector(0, {0}, 1 << 20);
  collector.add(Side::source, rows.row(1, std::string(200'000, 'x')));
  ASSERT_EQ(collector.left().size(), 1U);
  EXPECT_TRUE(collector.left()[0].encoding.empty());
}

TEST(RowCollector, KeepsRowsOfUpTo64KiB) {
  constexpr std::size_t beside_text = 18;  // The key, and tag and length of the text.
  Rows rows;
  RowCollector collector(0, {0}, 1 << 20);
  collector.add(Side::source, rows.row(1, std::string((64U << 10) - beside_text, 'x')));
  ASSERT_EQ(collector.left().size(), 1U);
  EXPECT_EQ(collector.left()[0].encoding.size(), 64U << 10);
  collector.add(Side::target, rows.row(1, std::string((64U << 10) - beside_text, 'x')));
  collector.add(Side::source, rows.row(1, std::string((64U << 10) - beside_text + 1, 'x')));
  ASSERT_EQ(collector.left().size(), 1U);
  EXPECT_TRUE(collector.left()[0].encoding.empty());
}

TEST(RowCollector, KnowsEqualRowsByKey) {
  Rows rows;
  RowCollector collector(0, {0}, 1 << 20);
  collector.add(Side::source, rows.row(1, "a"));
  collector.add(Side::target, rows.row(1, "a"));
  collector.add(Side::target, rows.row(2, "b"));
  EXPECT_TRUE(collector.has_equal_row(rows.row(1, "other").hash.key));
  EXPECT_FALSE(collector.has_equal_row(rows.row(2, "b").hash.key));
}

TEST(RowCollector, TakesRowsOfManyThreads) {
  RowCollector collector(0, {0}, 64 << 20);
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&collector, t] {
        Rows rows;
        for (int i = 0; i < 5000; ++i) collector.add(t % 2 == 0 ? Side::source : Side::target, rows.row(i, "x"));
      });
    }
  }
  EXPECT_TRUE(collector.left().empty());
}

}  // namespace
}  // namespace lite2pg::collector_test
