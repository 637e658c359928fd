#include "export/pages/split.h"

#include <SQLiteCpp/Database.h>

#include <limits>
#include <optional>
#include <utility>

#include "export/btree/payload_reader.h"
#include "export/btree/walk.h"

namespace lite2pg {
namespace {

using Key = std::vector<OwnedValue>;

/// So many nodes a part, and the ranges are as even as it matters.
constexpr std::size_t nodes_per_part = 16;
constexpr std::uint64_t longest_key = std::uint64_t{1} << 20;

/// Neighbours on one level of the tree, with the keys between them.
struct Level {
  std::vector<std::uint32_t> nodes;
  Bounds keys;
};

class LevelReader {
 public:
  LevelReader(PageFile& file, const TableShape& shape)
      : file_(file), shape_(shape), payloads_(file, longest_key), values_(shape.stored.size()) {}

  /// The level below, or nullopt when it is that of the leaves or makes no sense.
  std::optional<Level> below(const Level& level) {
    Level result;
    for (std::size_t n = 0; n < level.nodes.size(); ++n) {
      if (n > 0) result.keys.push_back(level.keys[n - 1]);
      if (!add(level.nodes[n], result)) return std::nullopt;
    }
    return result;
  }

 private:
  bool add(std::uint32_t number, Level& to) {
    if (!file_.read(number, bytes_)) return false;
    const auto page = TreePage::read(bytes_.data(), file_.view().geometry.usable, number);
    const TreeKind wanted = shape_.has_rowid ? TreeKind::interior_table : TreeKind::interior_index;
    if (!page || page->kind() != wanted) return false;
    for (std::uint32_t i = 0; i <= page->cells(); ++i) {
      to.nodes.push_back(page->child(i));
      if (i == page->cells()) break;
      auto key = shape_.has_rowid ? after_rowid(*page, i) : record_key(*page, i);
      if (!key) return false;
      to.keys.push_back(std::move(*key));
    }
    return true;
  }

  /// Child `i` holds rowids up to the cell's own: the next leaf begins one after it.
  static std::optional<Key> after_rowid(const TreePage& page, std::uint32_t i) {
    const auto rowid = page.bound(i);
    if (!rowid || *rowid == std::numeric_limits<std::int64_t>::max()) return std::nullopt;
    return Key{OwnedValue(Value::of(*rowid + 1))};
  }

  std::optional<Key> record_key(const TreePage& page, std::uint32_t i) {
    const std::uint8_t* cell = page.cell(i);
    if (cell == nullptr) return std::nullopt;
    PayloadCell found;
    found.payload = read_varint(cell + 4, found.length);
    found.local = file_.view().geometry.local_bytes(found.length, file_.view().geometry.most_in_index);
    if (found.end() > page.end()) return std::nullopt;
    const auto payload = payloads_.read(found);
    const std::size_t parts = shape_.key.size();
    if (!payload || record_values(*payload, values_.data(), static_cast<int>(values_.size())) < static_cast<int>(parts))
      return std::nullopt;
    Key key;
    for (std::size_t p = 0; p < parts; ++p) key.emplace_back(values_[p]);
    return key;
  }

  PageFile& file_;
  const TableShape& shape_;
  PayloadReader payloads_;
  PageBuffer bytes_;
  std::vector<Value> values_;
};

}  // namespace

Bounds bounds_between_leaves(PageFile& file, const TableShape& shape, std::size_t parts) {
  if (parts < 2 || shape.descends) return {};
  LevelReader reader(file, shape);
  Level level{{shape.root}, {}};
  for (std::size_t depth = 0; depth < deepest_tree && level.nodes.size() < parts * nodes_per_part; ++depth) {
    auto below = reader.below(level);
    if (!below) break;
    level = std::move(*below);
  }
  Bounds bounds;
  for (std::size_t i = 1; i < parts; ++i) {
    const std::size_t at = i * level.nodes.size() / parts;
    if (at > 0 && at != (i - 1) * level.nodes.size() / parts) bounds.push_back(level.keys[at - 1]);
  }
  return bounds;
}

}  // namespace lite2pg
