#include "mapping/row_encoding.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace lite2pg {
namespace {

using namespace std::string_view_literals;

/// Parses an encoding back: that this is possible, in one way only, is what makes the encoding injective.
class Parser {
 public:
  explicit Parser(std::string_view bytes) : bytes_(bytes) {}

  std::vector<OwnedValue> row() {
    std::vector<OwnedValue> values;
    while (!bytes_.empty()) values.push_back(value());
    return values;
  }

 private:
  OwnedValue value() {
    const char tag = take(1)[0];
    switch (tag) {
      case 0:
        return OwnedValue();
      case 1:
        return OwnedValue(Value::of(static_cast<std::int64_t>(number())));
      case 2:
        return OwnedValue(Value::of(std::bit_cast<double>(number())));
      case 3:
        return OwnedValue(Value::text(take(number())));
      case 4:
        return OwnedValue(Value::blob(take(number())));
      default:
        throw std::runtime_error("unknown tag");
    }
  }
  std::uint64_t number() {
    std::uint64_t n = 0;
    for (const char c : take(8)) n = n << 8 | static_cast<unsigned char>(c);
    return n;
  }
  std::string_view take(std::uint64_t n) {
    if (n > bytes_.size()) throw std::runtime_error("ends early");
    const std::string_view part = bytes_.substr(0, n);
    bytes_.remove_prefix(n);
    return part;
  }

  std::string_view bytes_;
};

class RandomValues {
 public:
  explicit RandomValues(unsigned seed) : random_(seed) {}

  /// Borrowed until the next call with the same `slot`.
  Value value(std::string& slot) {
    switch (below(5)) {
      case 0:
        return Value::null();
      case 1:
        return Value::of(static_cast<std::int64_t>(below(3) == 0 ? random_() : below(4)));
      case 2:
        return Value::of(std::bit_cast<double>(below(3) == 0 ? random_() : below(2) << 63));
      case 3:
        return Value::text(bytes(slot));
      default:
        return Value::blob(bytes(slot));
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
    const std::vector<OwnedValue> parsed = Parser(encoder.encode(row)).row();
    ASSERT_EQ(parsed.size(), row.size());
    for (std::size_t i = 0; i < row.size(); ++i) ASSERT_TRUE(same(parsed[i].view(), row[i])) << "round " << round;
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

TEST(RowEncoding, ColumnsAreParts) {
  RowEncoder encoder, part;
  const std::vector<Value> row = {Value::of(std::int64_t{7}), Value::text("k"), Value::null(), Value::of(2.0)};
  (void)encoder.encode(row);
  EXPECT_EQ(encoder.column(0), part.encode(Row(row).subspan(0, 1)));
  EXPECT_EQ(encoder.columns(1, 2), part.encode(Row(row).subspan(1, 2)));
  EXPECT_EQ(encoder.columns(0, 3), encoder.view());
}

}  // namespace
}  // namespace lite2pg
