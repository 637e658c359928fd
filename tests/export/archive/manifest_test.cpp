// The manifest's text: everything comes back, and nothing in it can be changed unseen.
#include "export/archive/manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "common/error.h"
#include "common/files.h"
#include "export/archive/file.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::test::manifest_test {
namespace {

using testing::HasSubstr;

Hash128 random_hash(std::mt19937_64& random) { return {random(), random()}; }

ManifestTable table_with_blocks(const std::string& name, std::mt19937_64& random) {
  ManifestTable t;
  t.source = name;
  t.target = "target of " + name;
  t.file = {"data/0001-t.avro", 0, random_hash(random)};
  t.header = {0, 100, 0, random_hash(random)};
  std::uint64_t offset = 100;
  for (std::uint64_t i = 0; i < 5; ++i) {
    t.blocks.push_back({offset, 1000 + i, 10 + i, random_hash(random)});
    offset += 1000 + i;
    t.rows += 10 + i;
  }
  t.file.bytes = offset;
  t.raw_bytes = 4711;
  t.columns = {{"a", "A", "bigint", Codec{CodecId::int8}}, {"b\xff", "b", "text", Codec{}}};
  t.key = {1};
  t.digest = TableDigest(2);
  for (std::uint64_t i = 0; i < 4; ++i) t.digest.buckets()[i] = {i < 3 ? 10U : t.rows - 30, random_hash(random)};
  return t;
}

Manifest example() {
  std::mt19937_64 random(1);
  Manifest m;
  m.tool_version = "1.2.3";
  m.created_at = "2026-01-01T00:00:00Z";
  m.source_path = "dir/\xff.db";
  m.source_bytes = 1ULL << 60;
  m.source_content = "xxh3:" + std::string(32, '7');
  m.codec = AvroCodec::null;
  m.seed = 0xFEDCBA9876543210;
  m.plan = {"plan.json", 77, random_hash(random)};
  m.plan_hash = std::string(32, 'a');
  m.tables = {table_with_blocks("t", random), table_with_blocks("ünder \"quoted\"\n", random)};
  return m;
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

TEST(Manifest, ComesBack) {
  Manifest m = example();
  const std::string text = to_json(m);
  const Manifest back = manifest_from_json(text, "m.json");
  Manifest again = back;
  EXPECT_EQ(to_json(again), text);
  EXPECT_EQ(back.content, m.content);
  EXPECT_EQ(back.content, "xxh3:" + to_hex(content_hash(text)));
  EXPECT_EQ(back.seed, m.seed);
  EXPECT_EQ(back.source_path, m.source_path);
  EXPECT_EQ(back.source_bytes, m.source_bytes);
  EXPECT_EQ(back.codec, m.codec);
  ASSERT_EQ(back.tables.size(), 2U);
  EXPECT_EQ(back.tables[1].source, m.tables[1].source);
  EXPECT_EQ(back.tables[1].blocks, m.tables[1].blocks);
  EXPECT_EQ(back.tables[1].columns, m.tables[1].columns);
  EXPECT_EQ(back.tables[1].digest.buckets(), m.tables[1].digest.buckets());
  EXPECT_EQ(back.tables[1].key, m.tables[1].key);
}

TEST(Manifest, FindsTablesAsSqliteComparesNames) {
  const Manifest m = example();
  EXPECT_EQ(m.find_table("T"), &m.tables[0]);
  EXPECT_EQ(m.find_table("x"), nullptr);
}

/// One bit of any byte, any cut, anything behind: refused, naming the file.
TEST(Manifest, RefusesEveryChange) {
  Manifest m = example();
  const std::string text = to_json(m);
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = static_cast<char>(changed[i] ^ (1 << (i % 7)));
    ASSERT_THAT(error_of([&] { (void)manifest_from_json(changed, "m.json"); }),
                HasSubstr("'m.json' is no valid manifest"))
        << i;
  }
  for (std::size_t n = 0; n < text.size(); n += 3) {
    ASSERT_THAT(error_of([&] { (void)manifest_from_json(text.substr(0, n), "m.json"); }), HasSubstr("m.json")) << n;
  }
  EXPECT_THAT(error_of([&] { (void)manifest_from_json(text + " ", "m.json"); }), HasSubstr("m.json"));
}

/// The text with `from` replaced and a check that fits: what a forger or another version might write.
std::string forged(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
  const std::string body = text.substr(0, text.find(",\n\"check\""));
  return body + ",\n\"check\": \"xxh3:" + to_hex(content_hash(body)) + "\"\n}\n";
}

TEST(Manifest, RefusesWhatCannotBe) {
  Manifest m = example();
  const std::string text = to_json(m);
  ASSERT_NO_THROW((void)manifest_from_json(forged(text, "1.2.3", "1.2.4"), "m.json"));
  const std::vector<std::pair<std::string, std::string>> forgeries = {
      {"\"format\": 1", "\"format\": 2"},
      {"\"format\": 1", "\"format\": \"1\""},
      {"\"codec\": \"null\"", "\"codec\": \"lzma\""},
      {"data/0001-t.avro", "data/../../etc/x"},
      {"data/0001-t.avro", "/etc/passwd"},
      {"data/0001-t.avro", "data/..avro"},
      {"data/0001-t.avro", "data/"},
      {"\"bits\":2", "\"bits\":3"},
      {"\"bits\":2", "\"bits\":-1"},
      {"\"bits\":2", "\"bits\":64"},
      {"\"key\":[1]", "\"key\":[2]"},
      {"\"key\":[1]", "\"key\":[-1]"},
      {"\"codec\":\"int8\"", "\"codec\":\"int80\""},
      {"\"rows\":60", "\"rows\":61"},
      {"[1100,1001,11,", "[1101,1001,11,"},
      {"[1100,1001,11,", "[1100,1001,12,"},
      {"[1100,1001,11,", "[1100,18446744073709551615,11,"},
      {"\"tables\"", "\"table\""},
      {"[100,1000,10,\"", "[100,1000,10,\"g"},
      {"\"seed\": \"fe", "\"seed\": \"xe"},
  };
  for (const auto& f : forgeries) {
    EXPECT_THAT(error_of([&] { (void)manifest_from_json(forged(text, f.first, f.second), "m.json"); }),
                HasSubstr("'m.json' is no valid manifest"))
        << f.second;
  }
}

TEST(Manifest, NamesAnUnknownFormat) {
  Manifest m = example();
  const std::string text = forged(to_json(m), "\"format\": 1", "\"format\": 9");
  EXPECT_THAT(error_of([&] { (void)manifest_from_json(text, "m.json"); }), HasSubstr("format version"));
}

TEST(Manifest, IsReadFromFolderOrFileAlone) {
  const TempDir dir;
  Manifest m = example();
  write_file(dir / "manifest.json", to_json(m), "manifest");
  EXPECT_EQ(read_manifest(dir.path().string()).content, m.content);
  EXPECT_EQ(read_manifest(dir / "manifest.json").content, m.content);
  EXPECT_THAT(error_of([&] { (void)read_manifest(dir / "nothing"); }), HasSubstr("nothing' is missing"));
  const TempDir empty;
  EXPECT_THAT(error_of([&] { (void)read_manifest(empty.path().string()); }),
              HasSubstr("no archive, or an unfinished one"));
}

}  // namespace
}  // namespace lite2pg::test::manifest_test
