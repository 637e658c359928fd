#include "export/btree/log_overlay.h"

#include <gtest/gtest.h>

#include <cstring>

#include "tests/export/source_fixture.h"

namespace lite2pg::log_overlay_test {
namespace {

using test::read_bytes;
using test::writer;

class LogOverlayTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto db = writer(path_);
    db->exec("PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t(a)");
    db->exec("INSERT INTO t VALUES (zeroblob(5000))");
    db->exec("INSERT INTO t VALUES (2)");
    log_ = read_bytes(path_ + "-wal");
  }
  std::optional<LogOverlay> read(const std::optional<LogOverlay::Limit>& limit = {}, std::uint32_t page_size = 4096) {
    const auto from = [&](std::uint64_t at, std::uint8_t* to, std::size_t n) {
      if (at + n > log_.size()) return false;
      std::memcpy(to, log_.data() + at, n);
      return true;
    };
    return LogOverlay::read(from, page_size, limit);
  }
  [[nodiscard]] std::uint32_t frames() const { return static_cast<std::uint32_t>((log_.size() - 32) / (24 + 4096)); }

  test::TempDir dir_;
  std::string path_ = dir_ / "source.db";
  std::string log_;
};

TEST_F(LogOverlayTest, FindsTheNewestFrameOfEachPage) {
  const auto overlay = read();
  ASSERT_TRUE(overlay);
  EXPECT_EQ(overlay->frame_of(2), frames()) << "the table's leaf was written last";
  EXPECT_GT(overlay->frame_of(1), 0);
  EXPECT_EQ(overlay->frame_of(1000), 0);
  EXPECT_TRUE(overlay->touches(2, 1));
  EXPECT_FALSE(overlay->touches(1000, 100));
  EXPECT_EQ(overlay->pages(), 3);
}

TEST_F(LogOverlayTest, EndsAtTheLastCommitThatChecks) {
  log_[log_.size() - 1] = static_cast<char>(log_.back() ^ 1);
  const auto overlay = read();
  ASSERT_TRUE(overlay);
  EXPECT_EQ(overlay->frame_of(2), frames() - 2) << "the commit before: a leaf and an overflow page";
}

TEST_F(LogOverlayTest, KeepsToTheLimit) {
  LogOverlay::Limit limit;
  limit.frames = frames() - 1;
  std::memcpy(limit.salts.data(), log_.data() + 16, 8);
  const auto* sum = reinterpret_cast<const unsigned char*>(log_.data()) + 32 + (24 + 4096) * (limit.frames - 1) + 16;
  for (std::size_t i = 0; i < 2; ++i)
    for (std::size_t b = 0; b < 4; ++b) limit.checksum[i] = limit.checksum[i] << 8 | sum[4 * i + b];
  ASSERT_TRUE(read(limit));
  EXPECT_EQ(read(limit)->frame_of(2), frames() - 2);
  LogOverlay::Limit other = limit;
  other.checksum[0] ^= 1;
  EXPECT_FALSE(read(other)) << "another log of the same length";
  other = limit;
  other.salts[0] ^= 1;
  EXPECT_FALSE(read(other)) << "the log was started anew";
  other = limit;
  other.frames += 2;
  EXPECT_FALSE(read(other)) << "more frames than there are";
}

TEST_F(LogOverlayTest, TakesNothingFromWhatIsNoLog) {
  log_[0] = 'x';
  EXPECT_TRUE(read()->empty());
  EXPECT_FALSE(read(LogOverlay::Limit{1, {}, {}}));
}

TEST_F(LogOverlayTest, TakesNothingFromALogOfOtherPages) { EXPECT_TRUE(read({}, 1024)->empty()); }

}  // namespace
}  // namespace lite2pg::log_overlay_test
