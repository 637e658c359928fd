// Stock programs read our files: avrocat and avromod of Debian's avro-bin (Apache avro-c), and the zstd command for the
// codec that avro-c does not know. Both directions: what avromod copies, we read again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "common/files.h"
#include "tests/export/avro_rows.h"
#include "tests/support/command.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::test::avro_stock_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

bool has_program(const char* name) {
  return run_command({"sh", "-c", std::string("command -v ") + name}).exit_code == 0;
}

class AvroStock : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_program("avromod") || !has_program("zstd")) GTEST_SKIP() << "avro-bin and zstd are not installed";
  }
  std::string stored(const std::string& name, const std::string& bytes) {
    write_file(dir_ / name, bytes, "test file");
    return dir_ / name;
  }
  TempDir dir_;
};

std::vector<OwnedRow> one_of_each() {
  using namespace std::string_view_literals;
  std::vector<OwnedRow> rows;
  for (const Value& v :
       {Value::null(), Value::of(INT64_MIN), Value::of(-0.0), Value::of(std::numeric_limits<double>::infinity()),
        Value::text("Zürich"), Value::text("a\0b"sv), Value::text("\xff\xfe"), Value::blob("\0\xff"sv)}) {
    rows.push_back({OwnedValue(Value::of(std::int64_t{7})), OwnedValue(v)});
  }
  return rows;
}

/// A file of codec null with the same rows: each block's data put through the zstd command.
std::string decompressed_by_zstd(std::string_view file) {
  const AvroHeader header = read_avro_header(file, "f");
  std::string plain = avro_header_bytes({AvroCodec::null, header.schema, header.sync, 0});
  for (file.remove_prefix(header.size); !file.empty();) {
    const AvroFrame frame = read_avro_frame(file, header.sync, "f");
    const CommandResult zstd = run_command({"zstd", "-d", "-c"}, {.input = std::string(frame.data)});
    EXPECT_EQ(zstd.exit_code, 0) << zstd.err;
    char head[2 * avro_long_bytes];
    char* end = store_avro_long(head, static_cast<std::int64_t>(frame.rows));
    end = store_avro_long(end, static_cast<std::int64_t>(zstd.out.size()));
    plain.append(head, end).append(zstd.out).append(header.sync.data(), header.sync.size());
    file.remove_prefix(frame.size);
  }
  return plain;
}

TEST_F(AvroStock, AvrocatPrintsEveryClass) {
  auto rows = one_of_each();
  rows.erase(rows.begin() + 3);  // avrocat's JSON has no infinity.
  const std::string file = stored("t.avro", avro_file(table_of("string", {"id", "my value"}), rows, AvroCodec::null));
  const CommandResult cat = run_command({"avrocat", file});
  EXPECT_EQ(cat.exit_code, 0) << cat.err;
  for (const char* line :
       {R"("my_value": null)", R"("my_value": {"long": -9223372036854775808})", R"({"double": -0.0})",
        R"({"string": "Z\u00FCrich"})", R"({"invalid_text": {"bytes": "\u00FF\u00FE"}})"}) {
    EXPECT_THAT(cat.out, HasSubstr(line));
  }
}

/// avromod decodes every row and encodes it again: nothing may be lost, NUL bytes and infinities included.
void expect_avromod_copies(const std::string& file, const std::string& copy, const std::vector<OwnedRow>& rows) {
  const CommandResult avromod = run_command({"avromod", "--codec=null", file, copy});
  ASSERT_EQ(avromod.exit_code, 0) << avromod.err;
  const std::string bytes = read_file(copy, "copy");
  const AvroHeader header = read_avro_header(bytes, "copy");
  AvroDecoder decoder(header, rows[0].size(), "copy");
  std::size_t n = 0;
  for (std::string_view rest = std::string_view(bytes).substr(header.size); !rest.empty();) {
    const AvroFrame frame = read_avro_frame(rest, header.sync, "copy");
    decoder.open(rest.substr(0, frame.size));
    for (Row row; decoder.next(row); ++n) ASSERT_TRUE(same_row(row, view_of(rows.at(n)))) << "row " << n;
    rest.remove_prefix(frame.size);
  }
  EXPECT_EQ(n, rows.size());
}

TEST_F(AvroStock, AvromodCopiesEveryValue) {
  const Table table = table_of("t", {"id", "v"});
  expect_avromod_copies(stored("a.avro", avro_file(table, one_of_each(), AvroCodec::null)), dir_ / "a2.avro",
                        one_of_each());
  const auto rows = random_rows(3000, 5, 3);
  const Table wide = table_of("t", {"a", "b", "c", "d", "e"});
  expect_avromod_copies(stored("b.avro", avro_file(wide, rows, AvroCodec::null)), dir_ / "b2.avro", rows);
}

TEST_F(AvroStock, ZstdDecompressesEveryBlock) {
  const auto rows = random_rows(20'000, 3, 4);
  const std::string file = avro_file(table_of("t", {"a", "b", "c"}), rows, AvroCodec::zstandard);
  expect_avromod_copies(stored("z.avro", decompressed_by_zstd(file)), dir_ / "z2.avro", rows);
}

}  // namespace
}  // namespace lite2pg::test::avro_stock_test
