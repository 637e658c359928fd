#include "verify/sides/recorded_digests.h"

#include <gtest/gtest.h>

#include "common/error.h"
#include "tests/support/temp_dir.h"
#include "verify/comparison/baseline.h"

namespace lite2pg::recorded_digests_test {
namespace {

TableDigest digest_of(std::int64_t rows, int bits) {
  RowHasher hasher(7, {0});
  TableDigest d(bits);
  for (std::int64_t i = 0; i < rows; ++i) {
    const std::vector<Value> row = {Value::of(i), Value::text("x")};
    d.add(hasher.hash(row));
  }
  return d;
}

RecordedDigests state(std::int64_t rows, int bits = 3) {
  RecordedDigests digests{~std::uint64_t{0}, "2026-11-21T10:15:00Z", "baseline of app", {}};
  RecordedTable& t = digests.tables.emplace_back();
  t.source = "Ports";
  t.target = "ports";
  t.columns = {{"id", "id", "bigint", {CodecId::int8}}, {"name", "name", "text", {CodecId::text}}};
  t.key = {0};
  t.digest = digest_of(rows, bits);
  return digests;
}

TEST(Baseline, ReadsBackAsWritten) {
  const RecordedDigests written = state(1000);
  const std::string text = baseline_text(written);
  EXPECT_TRUE(is_baseline(text));
  const RecordedDigests read = baseline_from_text(text, "b.json");
  EXPECT_EQ(read.seed, written.seed);
  EXPECT_EQ(read.created_at, written.created_at);
  EXPECT_EQ(read.about, written.about);
  ASSERT_EQ(read.tables.size(), 1U);
  EXPECT_EQ(read.tables[0].source, "Ports");
  EXPECT_EQ(read.tables[0].columns, written.tables[0].columns);
  EXPECT_EQ(read.tables[0].key, written.tables[0].key);
  EXPECT_EQ(read.tables[0].digest.buckets(), written.tables[0].digest.buckets());
}

TEST(Baseline, RefusesWhatIsNone) {
  const std::string good = baseline_text(state(10, 0));
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    return text;
  };
  for (const std::string& text :
       {std::string("{}"), std::string("rubbish"), good.substr(0, good.size() / 2), with("\"bits\":0", "\"bits\":60"),
        with("\"bits\":0", "\"bits\":1"), with("\"key\":[0]", "\"key\":[2]"), with("\"key\":[0]", "\"key\":[-1]"),
        with("baseline-1", "baseline-9"), with("\"int8\"", "\"int9\"")}) {
    EXPECT_THROW((void)baseline_from_text(text, "b.json"), Error) << text;
  }
}

TEST(Baseline, IsNotThereAtFirst) {
  const test::TempDir dir;
  EXPECT_EQ(read_baseline(dir / "none.json"), std::nullopt);
}

TEST(Baseline, NamesTablesThatChanged) {
  std::vector<std::string> warnings;
  EXPECT_TRUE(changes_since(state(1000), state(1000), warnings).empty());
  const auto changes = changes_since(state(1000), state(1001), warnings);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].table, "Ports");
  EXPECT_EQ(changes[0].rows_then, 1000U);
  EXPECT_EQ(changes[0].rows_now, 1001U);
  EXPECT_EQ(changes[0].buckets_changed, 1U);
  EXPECT_EQ(changes[0].buckets, 8U);
  EXPECT_TRUE(warnings.empty());
}

TEST(Baseline, ComparesStatesOfDifferentFineness) {
  std::vector<std::string> warnings;
  EXPECT_TRUE(changes_since(state(1000, 5), state(1000, 2), warnings).empty());
}

TEST(Baseline, SaysWhatItCannotCompare) {
  std::vector<std::string> warnings;
  RecordedDigests other = state(1000);
  other.tables[0].columns[1].codec.become(CodecId::jsonb);
  EXPECT_TRUE(changes_since(other, state(1000), warnings).empty());
  other.tables.clear();
  EXPECT_TRUE(changes_since(other, state(1000), warnings).empty());
  EXPECT_EQ(warnings.size(), 2U);
}

}  // namespace
}  // namespace lite2pg::recorded_digests_test
