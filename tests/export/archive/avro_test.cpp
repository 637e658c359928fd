// Our Avro files, written and read by us: every value comes back, and no damage gets through as anything but an error.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/error.h"
#include "tests/export/avro_rows.h"

namespace lite2pg::test::avro_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string long_bytes(std::int64_t v) {
  char buffer[avro_long_bytes];
  return {buffer, store_avro_long(buffer, v)};
}

TEST(AvroLong, HasTheBytesOfTheSpecification) {
  using namespace std::string_literals;
  EXPECT_EQ(long_bytes(0), "\0"s);
  EXPECT_EQ(long_bytes(-1), "\1");
  EXPECT_EQ(long_bytes(1), "\2");
  EXPECT_EQ(long_bytes(-64), "\x7f");
  EXPECT_EQ(long_bytes(64), "\x80\x01");
  EXPECT_EQ(long_bytes(INT64_MIN), "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01");
}

TEST(AvroLong, ComesBack) {
  std::mt19937_64 random(1);
  std::vector<std::int64_t> values = {0, 1, -1, 63, 64, -64, -65, INT64_MAX, INT64_MIN};
  for (int i = 0; i < 10'000; ++i) values.push_back(static_cast<std::int64_t>(random() >> (random() % 64)));
  for (const std::int64_t v : values) {
    const std::string bytes = long_bytes(v);
    const char* p = bytes.data();
    std::int64_t back = 0;
    ASSERT_TRUE(load_avro_long(p, bytes.data() + bytes.size(), back));
    ASSERT_EQ(back, v);
    ASSERT_EQ(p, bytes.data() + bytes.size());
    p = bytes.data();
    ASSERT_FALSE(load_avro_long(p, bytes.data() + bytes.size() - 1, back));
  }
}

TEST(AvroLong, RefusesMoreThan64Bits) {
  for (const auto& bytes : {std::string(9, '\xff') + "\x02", std::string(10, '\xff') + "\x01"}) {
    const char* p = bytes.data();
    std::int64_t v = 0;
    EXPECT_FALSE(load_avro_long(p, bytes.data() + bytes.size(), v));
  }
}

TEST(AvroName, HoldsWhatAvroAllowsAndStaysUnique) {
  std::vector<std::string> taken = {"string"};
  std::vector<std::string> names;
  for (const auto* name : {"id", "Sepal.Length", "Sepal_Length", "2nd", "", "string", "größe"}) {
    names.push_back(avro_name(name, taken));
  }
  EXPECT_THAT(names, ElementsAre("id", "Sepal_Length", "Sepal_Length_2", "_2nd", "_", "string_2", "gr____e"));
}

TEST(AvroHeader, ComesBack) {
  for (const AvroCodec codec : {AvroCodec::null, AvroCodec::zstandard}) {
    const AvroHeader header = make_avro_header(table_of("union", {"a", "b c", "\xff"}), codec);
    const AvroHeader back = read_avro_header(avro_header_bytes(header) + "rows", "f");
    EXPECT_EQ(back.codec, codec);
    EXPECT_EQ(back.schema, header.schema);
    EXPECT_EQ(back.sync, header.sync);
    EXPECT_EQ(back.size, avro_header_bytes(header).size());
    EXPECT_EQ(avro_column_count(back, "f"), 3);
  }
}

std::string error_of(const std::function<void()>& body) {
  try {
    body();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ExitCode::archive);
    return e.what();
  }
  return "no error";
}

TEST(AvroHeader, NamesTheFileWhenItIsNone) {
  const std::string bytes = avro_header_bytes(make_avro_header(table_of("t", {"a"}), AvroCodec::null));
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    ASSERT_THAT(error_of([&] { (void)read_avro_header(bytes.substr(0, n), "x.avro"); }),
                HasSubstr("'x.avro' is damaged"));
  }
  std::string other = bytes;
  other.replace(other.find("null"), 4, "lzma");
  EXPECT_THAT(error_of([&] { (void)read_avro_header(other, "x.avro"); }), HasSubstr("codec is unknown"));
}

TEST(AvroHeader, RefusesAnotherSchema) {
  for (const char* schema : {"", "7", "{}", R"({"fields":[]})", R"({"fields":[{"name":"a","type":"long"}]})", "[[[["}) {
    AvroHeader header;
    header.schema = schema;
    EXPECT_THAT(error_of([&] { (void)avro_column_count(header, "x.avro"); }), HasSubstr("its schema is")) << schema;
  }
}

class AvroFile : public testing::TestWithParam<AvroCodec> {};
INSTANTIATE_TEST_SUITE_P(Codecs, AvroFile, testing::Values(AvroCodec::null, AvroCodec::zstandard),
                         [](const auto& p) { return std::string(name_of(p.param)); });

void expect_rows(const std::vector<OwnedRow>& got, const std::vector<OwnedRow>& wanted) {
  ASSERT_EQ(got.size(), wanted.size());
  for (std::size_t i = 0; i < got.size(); ++i)
    ASSERT_TRUE(same_row(view_of(got[i]), view_of(wanted[i]))) << "row " << i;
}

TEST_P(AvroFile, GivesEveryRowBack) {
  for (const std::size_t columns : {1, 2, 7}) {
    const Table table = table_of("t", std::vector<std::string>(columns, "c"));
    const auto rows = random_rows(4000, columns, columns);
    expect_rows(rows_of_avro(avro_file(table, rows, GetParam())), rows);
  }
}

TEST_P(AvroFile, EmptyTableIsAHeaderAlone) {
  const Table table = table_of("t", {"a"});
  const std::string file = avro_file(table, {}, GetParam());
  EXPECT_EQ(file.size(), make_avro_header(table, GetParam()).size);
  EXPECT_TRUE(rows_of_avro(file).empty());
}

TEST_P(AvroFile, CutsBlocksAtOneMebibyteAndHoldsLargerValues) {
  std::vector<OwnedRow> rows;
  const std::string large(3 * avro_block_bytes, 'x');
  for (const std::size_t size : {10UL, large.size(), 20UL, avro_block_bytes / 2, avro_block_bytes / 2, 5UL}) {
    rows.push_back({OwnedValue(Value::blob(large.substr(0, size)))});
  }
  const std::string file = avro_file(table_of("t", {"a"}), rows, GetParam());
  expect_rows(rows_of_avro(file), rows);
  std::vector<std::uint64_t> rows_of_blocks;
  const AvroHeader header = read_avro_header(file, "f");
  for (std::string_view rest = std::string_view(file).substr(header.size); !rest.empty();) {
    const AvroFrame frame = read_avro_frame(rest, header.sync, "f");
    rows_of_blocks.push_back(frame.rows);
    rest.remove_prefix(frame.size);
  }
  EXPECT_THAT(rows_of_blocks, ElementsAre(2, 3, 1));
}

TEST_P(AvroFile, IsTheSameForTheSameRows) {
  const auto rows = random_rows(500, 3, 5);
  const Table table = table_of("t", {"a", "b", "c"});
  EXPECT_EQ(avro_file(table, rows, GetParam()), avro_file(table, rows, GetParam()));
}

/// Cut anywhere and changed anywhere: an error or other rows, never a crash (run under AddressSanitizer by
/// scripts/test).
TEST_P(AvroFile, SurvivesCutsAndRandomDamage) {
  const auto rows = random_rows(60, 3, 7);
  const std::string file = avro_file(table_of("t", {"a", "b", "c"}), rows, GetParam());
  const auto read = [](const std::string& bytes) {
    try {
      return rows_of_avro(bytes).size();
    } catch (const Error&) {
      return SIZE_MAX;
    }
  };
  const std::size_t header = read_avro_header(file, "f").size;
  for (std::size_t n = header + 1; n < file.size(); n += 7) EXPECT_EQ(read(file.substr(0, n)), SIZE_MAX) << n;
  std::mt19937_64 random(11);
  std::size_t refused = 0;
  for (int i = 0; i < 5000; ++i) {
    std::string damaged = file;
    for (std::uint64_t n = 1 + random() % 4; n > 0; --n)
      damaged[random() % damaged.size()] = static_cast<char>(random());
    if (random() % 8 == 0) damaged.erase(random() % damaged.size(), random() % 64);
    if (random() % 8 == 0) damaged.insert(random() % damaged.size(), random_bytes(random, 64));
    refused += read(damaged) == SIZE_MAX ? 1 : 0;
  }
  EXPECT_GT(refused, 1000U);
}

}  // namespace
}  // namespace lite2pg::test::avro_test
