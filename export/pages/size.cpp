#include "export/pages/size.h"

#include <optional>
#include <vector>

#include "export/btree/tree_page.h"
#include "export/btree/walk.h"

namespace lite2pg {
namespace {

/// Pages side by side that are looked at, at most.
constexpr std::size_t sampled_pages = 64;

/// Pages of one level, each standing for as many others as `weight` says.
struct Sample {
  std::vector<std::uint32_t> pages;
  double weight = 1;
};

/// Length of the record in a cell of a leaf.
std::uint64_t record_length(const TreePage& leaf, std::uint32_t i) {
  std::uint64_t length = 0;
  const std::uint8_t* cell = leaf.cell(i);
  if (cell != nullptr) (void)read_varint(cell, length);
  return length;
}

class Sampler {
 public:
  explicit Sampler(PageFile& file) : file_(file) {}

  TableSize size(std::uint32_t root) {
    Sample level{{root}, 1};
    for (std::size_t depth = 0; depth < deepest_tree && !level.pages.empty(); ++depth) {
      const auto first = read(level.pages.front());
      if (!first) return {};
      if (first->is_leaf()) return weigh(level);
      level = below(level);
    }
    return {};
  }

 private:
  std::optional<TreePage> read(std::uint32_t number) {
    if (!file_.read(number, bytes_)) return std::nullopt;
    return TreePage::read(bytes_.data(), file_.view().geometry.usable, number);
  }

  Sample below(const Sample& level) {
    std::vector<std::uint32_t> children;
    for (const std::uint32_t number : level.pages) {
      const auto page = read(number);
      for (std::uint32_t i = 0; page && !page->is_leaf() && i <= page->cells(); ++i) children.push_back(page->child(i));
    }
    return chosen(children, level.weight);
  }

  /// An even selection.
  static Sample chosen(const std::vector<std::uint32_t>& pages, double weight) {
    if (pages.size() <= sampled_pages) return {pages, weight};
    Sample sample{{}, weight * static_cast<double>(pages.size()) / sampled_pages};
    for (std::size_t i = 0; i < sampled_pages; ++i) sample.pages.push_back(pages[i * pages.size() / sampled_pages]);
    return sample;
  }

  TableSize weigh(const Sample& leaves) {
    double rows = 0, bytes = 0;
    for (const std::uint32_t number : leaves.pages) {
      const auto page = read(number);
      if (!page || !page->is_leaf()) continue;
      rows += page->cells();
      for (std::uint32_t i = 0; i < page->cells(); ++i) bytes += static_cast<double>(record_length(*page, i));
    }
    return {limited(rows * leaves.weight), limited(bytes * leaves.weight)};
  }

  /// A crafted tree may claim to hold more than any file does.
  static std::uint64_t limited(double v) { return v < 1e18 ? static_cast<std::uint64_t>(v) : std::uint64_t{1} << 60; }

  PageFile& file_;
  PageBuffer bytes_;
};

}  // namespace

TableSize size_by_pages(PageFile& file, std::uint32_t root) { return Sampler(file).size(root); }

}  // namespace lite2pg
