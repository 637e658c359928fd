#include "export/btree/tree_page.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace lite2pg::tree_page_test {
namespace {

constexpr std::uint32_t usable = 512;

/// A page with a header, pointers and whatever a test puts there.
class Page {
 public:
  Page(int kind, int cells, int content) {
    put(0, {kind, 0, 0, cells >> 8, cells & 255, content >> 8, content & 255, 0});
  }
  Page& put(std::size_t at, std::initializer_list<int> values) {
    for (const int v : values) bytes_[at++] = static_cast<std::uint8_t>(v);
    return *this;
  }
  [[nodiscard]] std::optional<TreePage> read() const { return TreePage::read(bytes_.data(), usable, 2); }

 private:
  std::array<std::uint8_t, usable + page_slack> bytes_{};
};

TEST(TreePage, ReadsALeaf) {
  const Page bytes = Page(13, 2, 500).put(8, {1, 0xf4, 1, 0xfa}).put(500, {1, 1, 2, 3, 4, 5, 6});
  const auto page = bytes.read();
  ASSERT_TRUE(page);
  EXPECT_TRUE(page->is_leaf());
  EXPECT_EQ(page->cells(), 2);
  EXPECT_EQ(page->end() - page->cell(0), 12);
  EXPECT_EQ(page->end() - page->cell(1), 6);
  EXPECT_TRUE(page->accounts_for(12));
  EXPECT_FALSE(page->accounts_for(11));
}

TEST(TreePage, ReadsAnInteriorPage) {
  const Page bytes = Page(5, 1, 506).put(8, {0, 0, 0, 9}).put(12, {1, 0xfa}).put(506, {0, 0, 0, 7, 0x81, 0x00});
  const auto page = bytes.read();
  ASSERT_TRUE(page);
  EXPECT_EQ(page->child(0), 7);
  EXPECT_EQ(page->child(1), 9);
  EXPECT_EQ(page->bound(0), 128);
}

TEST(TreePage, CountsFreeBlocksAndFragments) {
  const auto accounts = [](int first, int fragments, std::initializer_list<int> block, std::uint32_t used) {
    const Page bytes = Page(13, 0, 480).put(1, {first >> 8, first & 255}).put(7, {fragments}).put(480, block);
    return bytes.read()->accounts_for(used);
  };
  EXPECT_TRUE(accounts(480, 2, {0, 0, 0, 30}, 0));
  EXPECT_TRUE(accounts(480, 0, {0, 0, 0, 20}, 12));
  EXPECT_FALSE(accounts(480, 0, {0, 0, 0, 40}, 0)) << "too long";
  EXPECT_FALSE(accounts(480, 0, {0, 0, 0, 0}, 32)) << "none that takes no room";
  EXPECT_FALSE(accounts(480, 0, {0x01, 0xe0, 0, 30}, 2)) << "a ring";
  EXPECT_FALSE(accounts(100, 0, {}, 32)) << "outside the area of cells";
  EXPECT_FALSE(accounts(510, 0, {}, 32)) << "no room for its own head";
  const auto accounts_two = [](int second) {
    const Page bytes = Page(13, 0, 480).put(1, {1, 0xe0}).put(480, {1, second, 0, 4}).put(256 + second, {0, 0, 0, 4});
    return bytes.read()->accounts_for(24);
  };
  EXPECT_TRUE(accounts_two(0xe8));
  EXPECT_FALSE(accounts_two(0xe7)) << "two so near are one";
}

TEST(TreePage, IsFilledWhenNothingSharesAByte) {
  const auto filled = [](std::initializer_list<std::pair<int, int>> cells) {
    const Page bytes = Page(13, 0, 480).put(1, {1, 0xe0}).put(480, {0, 0, 0, 8});
    UsedBytes used;
    used.clear();
    for (const auto& [begin, size] : cells)
      used.add(static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(size));
    return bytes.read()->is_filled_by(used);
  };
  EXPECT_TRUE(filled({{488, 12}, {500, 12}}));
  EXPECT_TRUE(filled({{500, 12}, {488, 12}}));
  EXPECT_FALSE(filled({{500, 12}, {488, 8}})) << "four bytes are nobody's";
  EXPECT_FALSE(filled({{500, 12}, {492, 12}})) << "as many bytes, but four are of both";
  EXPECT_FALSE(filled({{500, 12}, {484, 12}})) << "one shares four with the free block";
}

TEST(TreePage, RefusesOtherPages) {
  EXPECT_FALSE(Page(0, 0, 512).read());
  EXPECT_FALSE(Page(7, 1, 400).read());
  EXPECT_FALSE(Page(13, 300, 500).read()) << "pointers reach into the cells";
  EXPECT_FALSE(Page(13, 1, 0).read()) << "0 stands for 65536";
  EXPECT_FALSE(Page(13, 1, 513).read());
}

TEST(TreePage, GivesNoCellOutsideItsArea) {
  const Page bytes = Page(5, 3, 500).put(12, {0, 20, 2, 0, 1, 0xfe});
  const auto page = bytes.read();
  ASSERT_TRUE(page);
  EXPECT_EQ(page->cell(0), nullptr);
  EXPECT_EQ(page->cell(1), nullptr);
  EXPECT_EQ(page->child(2), 0) << "its number would pass the page's end";
  EXPECT_EQ(page->bound(0), std::nullopt);
}

TEST(PageGeometry, KnowsWhatStaysOnThePage) {
  // https://sqlite.org/fileformat2.html section 1.6, for U = 4096: X = 4061, M = 489.
  const PageGeometry geometry(4096, 4096);
  EXPECT_EQ(geometry.local_bytes(4061, geometry.most_in_table), 4061);
  EXPECT_EQ(geometry.local_bytes(4062, geometry.most_in_table), 489);
  EXPECT_EQ(geometry.local_bytes(489 + 4092 + 100, geometry.most_in_table), 589);
  EXPECT_EQ(geometry.most_in_index, 1002);
}

}  // namespace
}  // namespace lite2pg::tree_page_test
