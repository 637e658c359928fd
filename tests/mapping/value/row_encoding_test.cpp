#include "mapping/value/row_encoding.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace lite2pg::row_encoding_test {
namespace {

using namespace std::string_view_literals;

class RandomValues {
 public:
  explicit RandomValues(unsigned seed) : random_(seed) {}

  /// Borrowed until the next call with the same `slot`.
  Value value(std::string& slot) {
    switch (below(5)) {
      case 0: return Value::null();
      case 1: return Value::of(static_cast<std::int64_t>(below(3) == 0 ? random_() : below(4)));
      case 2: return Value::of(std::bit_cast<double>(below(3) == 0 ? random_() : below(2) << 63));
      case 3: return Value::text(bytes(slot));
      default: return Value::blob(bytes(slot));
    }
  }
  std::uint64_t below(std::uint64_t n) { return random_() % n; }

 private:
  /// Bytes that look like parts of encodings, so that a careless format would mix rows up.
  std::string_view bytes(std::string& slot) {
    slot.clear();
    for (std::uint64_t n = below(12); n > 0; --n) slot += static_cast<char>(below(3) == 0 ? below(256) : below(5));
    return slot;
  }

  std::mt19937_64 random_;
};

TEST(RowEncoding, EveryRowParsesBackToItself) {
  RandomValues random(1);
  RowEncoder encoder;
  for (int round = 0; round < 20000; ++round) {
    std::vector<std::string> slots(random.below(6));
    std::vector<Value> row;
    for (std::string& slot : slots) row.push_back(random.value(slot));
    // That it parses back, in one way only, is what makes the encoding injective.
    RowDecoder decoder(encoder.encode(row));
    for (const Value& wanted : row) {
      const auto [value, foreign] = decoder.next();
      ASSERT_FALSE(foreign);
      ASSERT_TRUE(same(value, wanted)) << "round " << round;
    }
    ASSERT_TRUE(decoder.at_end());
  }
}

TEST(RowEncoding, StaysAsManifestsKnowIt) {
  RowEncoder encoder;
  const std::vector<Value> row = {Value::null(), Value::of(std::int64_t{-2}), Value::of(1.5), Value::text("ab"),
                                  Value::blob("\0"sv)};
  EXPECT_EQ(encoder.encode(row),
            "\0"
            "\1\xff\xff\xff\xff\xff\xff\xff\xfe"
            "\2\x3f\xf8\0\0\0\0\0\0"
            "\3\0\0\0\0\0\0\0\2ab"
            "\4\0\0\0\0\0\0\0\1\0"sv);
}

TEST(RowEncoding, TellsLikenessesApart) {
  const std::vector<std::vector<Value>> rows = {
      {Value::null()},
      {Value::text("")},
      {Value::text("NULL")},
      {Value::blob("")},
      {Value::of(std::int64_t{1})},
      {Value::of(1.0)},
      {Value::text("1")},
      {Value::blob("1")},
      {Value::of(0.0)},
      {Value::of(-0.0)},
      {Value::of(std::int64_t{0})},
      {Value::text("ab"), Value::text("c")},
      {Value::text("a"), Value::text("bc")},
      {Value::text("abc"), Value::text("")},
      {Value::text("abc"), Value::null()},
      {Value::null(), Value::text("abc")},
      {},
      {Value::null(), Value::null()},
  };
  RowEncoder encoder;
  std::vector<std::string> encodings;
  for (const auto& row : rows) encodings.emplace_back(encoder.encode(row));
  for (std::size_t i = 0; i < encodings.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) EXPECT_NE(encodings[i], encodings[j]) << i << " and " << j;
  }
}

TEST(RowEncoding, StepsGiveTheSameBytes) {
  RowEncoder whole, steps;
  const std::vector<Value> row = {Value::of(std::int64_t{7}), Value::of(-0.5), Value::null(), Value::text("x\0y"sv)};
  const std::string wanted(whole.encode(row));
  steps.clear();
  steps.add_number(StorageClass::integer, 7);
  steps.add_number(StorageClass::real, std::bit_cast<std::uint64_t>(-0.5));
  steps.add_null();
  steps.add_bytes(StorageClass::text, "x\0y"sv);
  EXPECT_EQ(steps.view(), wanted);
  EXPECT_EQ(steps.column_count(), 4U);
}

TEST(RowEncoding, AForeignFieldIsNoValue) {
  RowEncoder foreign, blob;
  foreign.clear();
  foreign.add_foreign("ab");
  const std::vector<Value> row = {Value::blob("ab")};
  EXPECT_NE(foreign.view(), blob.encode(row));
  const auto field = RowDecoder(foreign.view()).next();
  EXPECT_TRUE(field.foreign);
  EXPECT_EQ(field.value.bytes(), "ab");
}

TEST(RowEncoding, RefusesWhatIsNoEncoding) {
  for (const std::string_view bytes :
       {"\1\0\0"sv, "\3\0\0\0\0\0\0\0\2a"sv, "\7"sv, "\4\xff\xff\xff\xff\xff\xff\xff\xff"sv}) {
    EXPECT_THROW((void)RowDecoder(bytes).next(), std::invalid_argument);
  }
}

TEST(RowEncoding, ColumnsAreParts) {
  RowEncoder encoder, part;
  const std::vector<Value> row = {Value::of(std::int64_t{7}), Value::text("k"), Value::null(), Value::of(2.0)};
  (void)encoder.encode(row);
  EXPECT_EQ(encoder.column(0), part.encode(Row(row).subspan(0, 1)));
  EXPECT_EQ(encoder.columns(1, 2), part.encode(Row(row).subspan(1, 2)));
  EXPECT_EQ(encoder.columns(0, 3), encoder.view());
}

}  // namespace
}  // namespace lite2pg::row_encoding_test
