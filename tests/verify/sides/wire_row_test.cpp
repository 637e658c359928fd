#include "verify/sides/wire_row.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "common/bytes.h"
#include "common/error.h"
#include "mapping/codec/decode/decode.h"

namespace lite2pg::wire_row_test {
namespace {

TablePlan table_of(const std::vector<Codec>& codecs) {
  TablePlan table;
  table.target = "t";
  for (const Codec& codec : codecs) {
    ColumnPlan& c = table.columns.emplace_back();
    c.source = c.target = "c" + std::to_string(table.columns.size());
    c.codec = codec;
  }
  return table;
}

template <typename T>
std::string be(T v) {
  std::string bytes(sizeof v, '\0');
  store_be(bytes.data(), v);
  return bytes;
}

/// A tuple as COPY sends it; nullopt is NULL.
std::string tuple_of(const std::vector<std::optional<std::string>>& fields) {
  std::string tuple = be(static_cast<std::int16_t>(fields.size()));
  for (const auto& f : fields) {
    tuple += be(f ? static_cast<std::int32_t>(f->size()) : -1);
    if (f) tuple += *f;
  }
  return tuple;
}

/// The encoding by way of decode() alone.
std::string slow_encoding(const TablePlan& table, const std::vector<std::optional<std::string>>& fields) {
  RowEncoder encoder;
  encoder.clear();
  std::string scratch;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    encoder.add(fields[i] ? decode(table.columns[i].codec, *fields[i], scratch) : Value::null());
  }
  return std::string(encoder.view());
}

TEST(WireRow, TheShortWayGivesWhatDecodeGives) {
  const std::vector<Codec> codecs = {{CodecId::int2},
                                     {CodecId::int4},
                                     {CodecId::int8},
                                     {CodecId::boolean_number},
                                     {CodecId::float8, NumberForm::real},
                                     {CodecId::text},
                                     {CodecId::json},
                                     {CodecId::text_bytes},
                                     {CodecId::bytea},
                                     {CodecId::int2, NumberForm::real},
                                     {CodecId::int4, NumberForm::real},
                                     {CodecId::float8, NumberForm::mixed},
                                     {CodecId::uuid_blob}};
  const std::vector<std::size_t> sizes = {2, 4, 8, 1, 8, 0, 0, 0, 0, 2, 4, 8, 16};
  const TablePlan table = table_of(codecs);
  WireRowReader reader(table);
  RowEncoder encoder;
  std::mt19937_64 random(3);
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::optional<std::string>> fields;
    for (std::size_t i = 0; i < codecs.size(); ++i) {
      std::string bytes(sizes[i] > 0 ? sizes[i] : random() % 30, '\0');
      for (char& c : bytes) c = static_cast<char>(random());
      if (codecs[i].id() == CodecId::boolean_number) bytes[0] &= 1;
      if (random() % 8 == 0) {
        fields.emplace_back();
      } else {
        fields.emplace_back(std::move(bytes));
      }
    }
    reader.read(tuple_of(fields), encoder);
    ASSERT_EQ(encoder.view(), slow_encoding(table, fields)) << "round " << round;
  }
}

TEST(WireRow, NotANumberIsAWordAndInfinityANumber) {
  const TablePlan table = table_of({{CodecId::float8, NumberForm::real}});
  WireRowReader reader(table);
  RowEncoder encoder;
  using Limits = std::numeric_limits<double>;
  for (const double v : {Limits::infinity(), -Limits::infinity(), Limits::quiet_NaN(), -Limits::quiet_NaN()}) {
    const std::vector<std::optional<std::string>> fields = {be(std::bit_cast<std::uint64_t>(v))};
    reader.read(tuple_of(fields), encoder);
    EXPECT_EQ(encoder.view(), slow_encoding(table, fields)) << v;
    EXPECT_EQ(RowDecoder(encoder.view()).next().value.storage(),
              std::isnan(v) ? StorageClass::text : StorageClass::real);
  }
}

TEST(WireRow, ARowWithoutColumnsIsARow) {
  const TablePlan table = table_of({});
  RowEncoder encoder;
  WireRowReader(table).read(tuple_of({}), encoder);
  EXPECT_EQ(encoder.column_count(), 0U);
}

TEST(WireRow, TrailingFieldsAreLeftToTheCaller) {
  const TablePlan table = table_of({{CodecId::int4}});
  WireRowReader reader(table, 1);
  RowEncoder encoder;
  const std::string tuple = tuple_of({be(7), be(std::uint32_t{4711})});
  reader.read(tuple, encoder);
  EXPECT_EQ(reader.field(0), be(std::uint32_t{4711}));
  EXPECT_EQ(encoder.column_count(), 1U);
}

TEST(WireRow, AFieldThatIsNoValueOfTheCodecIsADifferenceAndNoError) {
  const TablePlan table = table_of({{CodecId::uuid_blob}});
  WireRowReader reader(table);
  RowEncoder encoder;
  reader.read(tuple_of({"abc"}), encoder);
  const auto field = RowDecoder(encoder.view()).next();
  EXPECT_TRUE(field.foreign);
  EXPECT_EQ(field.value.bytes(), "abc");
}

TEST(WireRow, RefusesWhatIsNoTuple) {
  const TablePlan table = table_of({{CodecId::int4}, {CodecId::text}});
  WireRowReader reader(table);
  RowEncoder encoder;
  const std::string good = tuple_of({be(7), "text"});
  EXPECT_NO_THROW(reader.read(good, encoder));
  EXPECT_THROW(reader.read("", encoder), Error);
  EXPECT_THROW(reader.read(tuple_of({be(7)}), encoder), Error);
  EXPECT_THROW(reader.read(tuple_of({be(7), "text", "more"}), encoder), Error);
  EXPECT_THROW(reader.read(tuple_of({be(std::int64_t{7}), "text"}), encoder), Error);
  EXPECT_THROW(reader.read(good + "x", encoder), Error);
  for (std::size_t cut = 0; cut < good.size(); ++cut) {
    EXPECT_THROW(reader.read(std::string_view(good).substr(0, cut), encoder), Error) << cut;
  }
  std::string negative = good;
  negative.replace(2, 4, be(std::int32_t{-2}));
  EXPECT_THROW(reader.read(negative, encoder), Error);
  std::string huge = good;
  huge.replace(2, 4, be(std::int32_t{0x7fffffff}));
  EXPECT_THROW(reader.read(huge, encoder), Error);
}

TEST(WireRow, RefusesFieldsThatAreTooShortOrTooLongForTheirType) {
  const std::vector<std::pair<Codec, std::size_t>> sizes = {{{CodecId::boolean_number}, 1},
                                                            {{CodecId::int2}, 2},
                                                            {{CodecId::int4}, 4},
                                                            {{CodecId::int8}, 8},
                                                            {{CodecId::float8, NumberForm::real}, 8}};
  for (const auto& [codec, size] : sizes) {
    const TablePlan table = table_of({codec});
    WireRowReader reader(table);
    RowEncoder encoder;
    EXPECT_NO_THROW(reader.read(tuple_of({std::string(size, '\0')}), encoder));
    for (const std::size_t other : {size - 1, size + 1}) {
      EXPECT_THROW(reader.read(tuple_of({std::string(other, '\0')}), encoder), Error) << size << ", " << other;
    }
  }
}

TEST(WireRow, ErrorsNameTableAndColumn) {
  const TablePlan table = table_of({{CodecId::int4}});
  try {
    RowEncoder encoder;
    WireRowReader(table).read(tuple_of({"abc"}), encoder);
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(std::string(e.what()), "table 't', column 'c1': a field has 3 bytes, not 4");
  }
}

}  // namespace
}  // namespace lite2pg::wire_row_test
