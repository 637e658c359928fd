#include "export/rows/table_sketch.h"

#include <array>
#include <string>
#include <utility>

#include "common/bytes.h"
#include "export/rows/btree_page.h"

namespace lite2pg {
namespace {

using Key = std::vector<OwnedValue>;

/// Enough pages side by side to cut between, and no need to go deeper.
constexpr std::size_t enough_nodes = 512;
/// At most about so many pages and keys are kept of one level.
constexpr std::size_t most_nodes = 4096;
constexpr std::size_t samples = 32;
/// No b-tree is deeper (https://sqlite.org/src/file/src/btreeInt.h, BTCURSOR_MAX_DEPTH); a crafted one may be a ring.
constexpr int deepest = 20;

/// Reads pages of one file, one at a time.
class NodeReader {
 public:
  explicit NodeReader(const SqliteFile& file) : file_(file) {
    std::array<char, 100> header{};
    file.read_at(0, header.data(), header.size());
    const auto raw = load_be<std::uint16_t>(&header[16]);
    page_size_ = raw == 1 ? 65536 : raw;
    usable_ = page_size_ - static_cast<unsigned char>(header[20]);
    const auto encoding = load_be<std::uint32_t>(&header[56]);
    if (encoding == 2) encoding_ = TextEncoding::utf16le;
    if (encoding == 3) encoding_ = TextEncoding::utf16be;
  }

  /// Borrowed until the next call.
  std::optional<BtreePage> read(std::uint32_t number) {
    if (number == 0 || page_size_ < 512) return std::nullopt;
    buffer_.resize(page_size_);
    const std::uint64_t offset = std::uint64_t{number - 1} * page_size_;
    if (file_.read_at(offset, buffer_.data(), page_size_) != page_size_) return std::nullopt;
    return BtreePage::read({buffer_.data(), usable_}, number == 1 ? 100 : 0);
  }

  [[nodiscard]] TextEncoding encoding() const noexcept { return encoding_; }

 private:
  const SqliteFile& file_;
  std::string buffer_;
  std::size_t page_size_ = 0, usable_ = 0;
  TextEncoding encoding_ = TextEncoding::utf8;
};

/// One level of the tree: some of its pages, each standing for `stride` ones, and the keys that part them.
struct SketchLevel {
  std::vector<std::uint32_t> nodes;
  std::vector<Key> keys;
  std::size_t total = 1;  ///< Pages of the level.
};

class Sketcher {
 public:
  Sketcher(const SqliteFile& file, std::size_t key_columns) : pages_(file), key_columns_(key_columns) {}

  std::optional<TableSketch> sketch(std::uint32_t root) {
    SketchLevel level{{root}, {}, 1};
    for (int depth = 0; depth < deepest; ++depth) {
      const auto first = pages_.read(level.nodes.front());
      if (!first) return std::nullopt;
      if (first->is_leaf() || level.nodes.size() >= enough_nodes) return measure(std::move(level));
      auto below = descend(level);
      if (!below || below->nodes.empty()) return std::nullopt;
      level = std::move(*below);
    }
    return std::nullopt;
  }

 private:
  /// The level below: all of it, or an even selection when it is large.
  std::optional<SketchLevel> descend(const SketchLevel& level) {
    std::size_t total = 0;
    for (const std::uint32_t node : level.nodes) {
      const auto page = pages_.read(node);
      if (!page || page->is_leaf()) return std::nullopt;
      total += page->cells() + 1;
    }
    const std::size_t stride = total / most_nodes + 1;
    SketchLevel below{{}, {}, total};
    std::size_t at = 0;
    for (const std::uint32_t node : level.nodes) {
      const auto page = pages_.read(node);
      for (std::size_t i = 0; page && i <= page->cells(); ++i, ++at) {
        if (at % stride != 0) continue;
        below.nodes.push_back(page->child(i));
        if (i < page->cells()) add_key(*page, i, below.keys);
      }
    }
    return below;
  }

  void add_key(const BtreePage& page, std::size_t i, std::vector<Key>& keys) {
    if (key_columns_ == 0) {
      keys.push_back({OwnedValue(Value::of(page.rowid(i)))});
    } else if (auto key = read_record(page.record(i), key_columns_, pages_.encoding())) {
      keys.push_back(std::move(*key));
    }
  }

  /// Rows and bytes below a page, as if all pages of a level were like the middle one.
  std::pair<double, double> weigh(std::uint32_t node) {
    double pages = 1;
    for (int depth = 0; depth < deepest; ++depth) {
      const auto page = pages_.read(node);
      if (!page) break;
      if (page->is_leaf()) {
        double bytes = 0;
        for (std::size_t i = 0; i < page->cells(); ++i) bytes += static_cast<double>(page->payload_size(i));
        return {pages * static_cast<double>(page->cells()), pages * bytes};
      }
      pages *= static_cast<double>(page->cells() + 1);
      node = page->child(page->cells() / 2);
    }
    return {0, 0};
  }

  TableSketch measure(SketchLevel level) {
    const std::size_t count = std::min(samples, level.nodes.size());
    double rows = 0, bytes = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const auto [r, b] = weigh(level.nodes[i * level.nodes.size() / count]);
      rows += r;
      bytes += b;
    }
    const double scale = static_cast<double>(level.total) / static_cast<double>(count);
    return {limited(rows * scale), limited(bytes * scale), std::move(level.keys)};
  }

  /// A crafted tree may claim to hold more than any file does.
  static std::uint64_t limited(double v) { return v < 1e18 ? static_cast<std::uint64_t>(v) : std::uint64_t{1} << 60; }

  NodeReader pages_;
  std::size_t key_columns_;
};

}  // namespace

std::optional<TableSketch> sketch_table(const SqliteFile& file, std::uint32_t root, std::size_t key_columns) {
  return Sketcher(file, key_columns).sketch(root);
}

}  // namespace lite2pg
