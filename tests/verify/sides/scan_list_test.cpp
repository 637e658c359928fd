#include "verify/sides/scan_list.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace lite2pg::scan_list_test {
namespace {

/// Cuts a table into as many slices as asked for; has no rows.
class SliceSource final : public RowSource {
 public:
  [[nodiscard]] const Schema& schema() const override { return schema_; }
  [[nodiscard]] std::unique_ptr<Reader> reader() override { return nullptr; }
  [[nodiscard]] std::vector<Slice> split(const Table& /*table*/, std::size_t parts) override {
    return std::vector<Slice>(parts);
  }
  [[nodiscard]] std::uint64_t estimated_rows(const Table& /*table*/) override { return 0; }
  [[nodiscard]] std::uint64_t estimated_bytes(const Table& /*table*/) override { return 0; }
  [[nodiscard]] Fingerprint fingerprint() override { return {}; }
  std::string_view reader_of(std::string_view) override { return "sqlite"; }
  void check_unchanged() override {}

 private:
  Schema schema_;
};

constexpr std::uint64_t mb = 1U << 20;

struct Fixture {
  Table source;
  TargetTable target;
  std::vector<ComparedTable> tables;
  SliceSource rows;

  explicit Fixture(std::vector<std::uint64_t> sizes) {
    target.kind = 'r';
    for (const std::uint64_t size : sizes) {
      ComparedTable& t = tables.emplace_back();
      t.source = &source;
      t.source_bytes = size;
      targets.push_back(std::make_unique<TargetTable>(target));
      targets.back()->bytes = size;
      targets.back()->pages = size / 8192;
      t.target = targets.back().get();
    }
  }
  std::vector<ScanItem> work(unsigned jobs = 2, bool page_ranges = true) {
    std::vector<std::size_t> all(tables.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    return make_scan_list(tables, all, &rows, jobs, page_ranges);
  }
  std::vector<std::unique_ptr<TargetTable>> targets;
};

TEST(ScanList, PageRangesCoverTheTableWithoutOverlap) {
  Fixture f({500 * mb});
  std::uint64_t next = 0;
  bool open_end = false;
  for (const ScanItem& item : f.work()) {
    if (item.side == Side::source) continue;
    EXPECT_FALSE(open_end);
    EXPECT_EQ(item.pages.from, next);
    next = item.pages.until;
    open_end = item.pages.until == 0;
  }
  EXPECT_TRUE(open_end);  // Rows beyond the pages that the catalog knew are read too.
}

TEST(ScanList, ConditionsOnCtid) {
  EXPECT_EQ((PageRange{0, 0}.condition()), "");
  EXPECT_EQ((PageRange{0, 8}.condition()), "ctid < '(8,0)'");
  EXPECT_EQ((PageRange{8, 16}.condition()), "ctid >= '(8,0)' AND ctid < '(16,0)'");
  EXPECT_EQ((PageRange{16, 0}.condition()), "ctid >= '(16,0)'");
}

TEST(ScanList, SidesAlternateFromTheStart) {
  Fixture f({400 * mb, 100 * mb});
  const auto work = f.work();
  ASSERT_GT(work.size(), 20U);
  for (std::size_t i = 0; i + 1 < 16; i += 2) EXPECT_NE(work[i].side, work[i + 1].side) << i;
}

TEST(ScanList, SmallTablesAreOnePieceASide) {
  Fixture f({1000, 0, 3 * mb});
  EXPECT_EQ(f.work().size(), 6U);
}

TEST(ScanList, NoPieceIsMoreThanASmallShare) {
  Fixture f({400 * mb, 100 * mb});
  for (const ScanItem& item : f.work()) EXPECT_LE(item.bytes, 500 * mb / 16);
}

TEST(ScanList, WithoutRangesOfPagesTablesAreReadWhole) {
  Fixture f({500 * mb});
  const auto work = f.work(2, false);
  EXPECT_EQ(std::ranges::count(work, Side::target, &ScanItem::side), 1);
}

TEST(ScanList, ViewsAreReadWhole) {
  Fixture f({500 * mb});
  f.targets[0]->kind = 'v';
  const auto work = f.work();
  EXPECT_EQ(std::ranges::count(work, Side::target, &ScanItem::side), 1);
}

TEST(ScanList, ARecordedDigestNeedsTheTargetAlone) {
  Fixture f({500 * mb});
  f.tables[0].source = nullptr;
  const auto work = make_scan_list(f.tables, {0}, nullptr, 2, true);
  EXPECT_EQ(std::ranges::count(work, Side::source, &ScanItem::side), 0);
  EXPECT_GT(work.size(), 1U);
}

}  // namespace
}  // namespace lite2pg::scan_list_test
