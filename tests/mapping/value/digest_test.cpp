#include "mapping/value/digest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace lite2pg::digest_test {
namespace {

using namespace std::string_view_literals;

constexpr std::uint64_t all_ones = std::numeric_limits<std::uint64_t>::max();

std::vector<RowHash> hashes(std::uint64_t seed, std::int64_t rows, std::vector<int> key = {0}) {
  RowHasher hasher(seed, std::move(key));
  std::vector<RowHash> result;
  for (std::int64_t i = 0; i < rows; ++i) {
    const std::vector<Value> row = {Value::of(i), Value::of(i * i), Value::text("name")};
    result.push_back(hasher.hash(row));
  }
  return result;
}

TableDigest digest_of(const std::vector<RowHash>& rows, int bits = TableDigest::collected_bits) {
  TableDigest d(bits);
  for (const RowHash& h : rows) d.add(h);
  return d;
}

TEST(Hash128, AddsAndSubtractsModuloTwoToThe128) {
  Hash128 a{all_ones, 1};
  a += Hash128{1, 0};
  EXPECT_EQ(a, (Hash128{0, 2}));
  a -= Hash128{1, 0};
  EXPECT_EQ(a, (Hash128{all_ones, 1}));
  Hash128 zero;
  zero -= Hash128{1, 0};
  EXPECT_EQ(zero, (Hash128{all_ones, all_ones}));
  zero += Hash128{1, 0};
  EXPECT_EQ(zero, Hash128{});
}

TEST(Hash128, IsWrittenMostSignificantDigitFirst) {
  EXPECT_EQ(to_hex({0x0123456789abcdef, 0xf}), "000000000000000f0123456789abcdef");
}

// The numbers were computed once with another program (xxHash's library called from C with the bytes that
// row_encoding_test.cpp spells out). If they change, manifests written by earlier versions can no longer be verified.
TEST(RowHasher, StaysAsManifestsKnowIt) {
  const std::vector<Value> row = {Value::null(), Value::of(std::int64_t{-2}), Value::of(1.5), Value::text("ab"),
                                  Value::blob("\0"sv)};
  const RowHash plain = RowHasher(0, {1}).hash(row);
  EXPECT_EQ(to_hex(plain.row), "5976202416ef927bdc56d34e0a0bc2ec");
  const RowHash seeded = RowHasher(20260101, {3, 1}).hash(row);
  EXPECT_EQ(to_hex(seeded.row), "a7c6dae9c16c6ae19ea55ccc930bca09");
  EXPECT_EQ(seeded.key, 17441574423866185030U);
}

TEST(RowHasher, DependsOnTheSeed) {
  const auto a = hashes(1, 100), b = hashes(2, 100);
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_NE(a[i].row, b[i].row);
    EXPECT_NE(a[i].key, b[i].key);
  }
  EXPECT_EQ(hashes(1, 1)[0].row, a[0].row);
}

TEST(RowHasher, KeyHashSeesTheKeyColumnsOnly) {
  RowHasher hasher(5, {2, 0});
  const std::vector<Value> a = {Value::of(std::int64_t{1}), Value::text("x"), Value::text("k")};
  const std::vector<Value> b = {Value::of(std::int64_t{1}), Value::text("y"), Value::text("k")};
  const std::vector<Value> c = {Value::of(std::int64_t{2}), Value::text("x"), Value::text("k")};
  EXPECT_EQ(hasher.hash(a).key, hasher.hash(b).key);
  EXPECT_NE(hasher.hash(a).row, hasher.hash(b).row);
  EXPECT_NE(hasher.hash(a).key, hasher.hash(c).key);
}

TEST(RowHasher, KeyHashIsTheSameWhereverTheColumnsStand) {
  const std::vector<Value> together = {Value::text("k"), Value::of(std::int64_t{1}), Value::null()};
  const std::vector<Value> apart = {Value::of(std::int64_t{1}), Value::null(), Value::text("k")};
  EXPECT_EQ(RowHasher(5, {0, 1}).hash(together).key, RowHasher(5, {2, 0}).hash(apart).key);
  const std::vector<Value> backwards = {Value::of(std::int64_t{1}), Value::text("k")};
  EXPECT_EQ(RowHasher(5, {0, 1}).hash(together).key, RowHasher(5, {1, 0}).hash(backwards).key);
  const std::vector<Value> between = {Value::text("k"), Value::null(), Value::of(std::int64_t{1})};
  EXPECT_EQ(RowHasher(5, {0, 1}).hash(together).key, RowHasher(5, {0, 2}).hash(between).key);
}

TEST(RowHasher, WithoutKeyTheRowIsTheKey) {
  const RowHash h = hashes(9, 1, {})[0];
  EXPECT_EQ(h.key, h.row.low);
}

TEST(TableDigest, DoesNotDependOnOrderOrSlices) {
  std::vector<RowHash> rows = hashes(3, 5000);
  const TableDigest whole = digest_of(rows);
  std::ranges::shuffle(rows, std::mt19937(4));
  TableDigest merged;
  for (std::size_t from = 0; from < rows.size(); from += 700) {
    const auto end = rows.begin() + static_cast<std::ptrdiff_t>(std::min(rows.size(), from + 700));
    merged.merge(digest_of({rows.begin() + static_cast<std::ptrdiff_t>(from), end}));
  }
  EXPECT_EQ(merged.buckets(), whole.buckets());
  EXPECT_EQ(merged.rows(), 5000U);
  EXPECT_EQ(merged.total(), whole.total());
}

TEST(TableDigest, FoldingIsCollectingWithFewerBits) {
  const std::vector<RowHash> rows = hashes(3, 5000);
  const TableDigest fine = digest_of(rows);
  for (const int bits : {0, 1, 5, 11, 12}) {
    EXPECT_EQ(fine.folded(bits).buckets(), digest_of(rows, bits).buckets()) << bits;
  }
  EXPECT_EQ(fine.folded(7).folded(3).buckets(), fine.folded(3).buckets());
  EXPECT_EQ(fine.folded(2).total(), fine.total());
}

TEST(TableDigest, MergesDigestsOfOtherSizesAtTheCoarser) {
  const std::vector<RowHash> rows = hashes(3, 1000);
  const TableDigest doubled = digest_of([&] {
    auto twice = rows;
    twice.insert(twice.end(), rows.begin(), rows.end());
    return twice;
  }());
  for (const auto& [a, b] : {std::pair{3, 9}, std::pair{9, 3}}) {
    TableDigest d = digest_of(rows, a);
    d.merge(digest_of(rows, b));
    EXPECT_EQ(d.bits(), 3);
    EXPECT_EQ(d.buckets(), doubled.folded(3).buckets());
  }
}

TEST(TableDigest, TheTotalIsTheSumOfTheRows) {
  const std::vector<RowHash> rows = hashes(3, 2);
  EXPECT_EQ(digest_of({rows[0]}).total(), to_hex(rows[0].row));
  Hash128 sum = rows[0].row;
  sum += rows[1].row;
  EXPECT_EQ(digest_of(rows).total(), to_hex(sum));
  EXPECT_EQ(digest_of({}).total(), std::string(32, '0'));
}

TEST(TableDigest, SeesARowThatIsThereTwice) {
  const std::vector<RowHash> rows = hashes(3, 10, {});
  std::vector<RowHash> doubled = rows;
  doubled.insert(doubled.end(), {rows[4], rows[4]});  // An exclusive-or would lose both.
  EXPECT_NE(digest_of(rows).total(), digest_of(doubled).total());
}

TEST(TableDigest, BucketsSpread) {
  const TableDigest d = digest_of(hashes(3, 40000), 4);
  for (const Bucket& b : d.buckets()) {
    EXPECT_GT(b.count, 2300U);
    EXPECT_LT(b.count, 2700U);
  }
}

TEST(TableDigest, BitsFollowTheRows) {
  EXPECT_EQ(TableDigest::bits_for(0), 0);
  EXPECT_EQ(TableDigest::bits_for(999), 0);
  EXPECT_EQ(TableDigest::bits_for(1000), 1);
  EXPECT_EQ(TableDigest::bits_for(4'500'000), 12);
  EXPECT_EQ(TableDigest::bits_for(all_ones), TableDigest::collected_bits);
  for (std::uint64_t rows = 1000; rows < 3'000'000; rows *= 3) {
    const std::uint64_t in_bucket = rows >> TableDigest::bits_for(rows);
    EXPECT_GE(in_bucket, 500U) << rows;
    EXPECT_LE(in_bucket, 1000U) << rows;
  }
}

}  // namespace
}  // namespace lite2pg::digest_test
