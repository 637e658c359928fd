// A page of a b-tree as the walks read it (https://sqlite.org/fileformat2.html section 1.6). The page may hold
// anything: what is not as SQLite writes it is refused, and nothing is read beyond it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "common/bytes.h"
#include "export/btree/used_bytes.h"
#include "export/btree/varint.h"

namespace lite2pg {

/// Bytes that a cell takes at least: SQLite leaves room for a free block in its place (btree.c, cellSizePtr).
inline constexpr std::uint32_t least_cell = 4;

enum class TreeKind : std::uint8_t { interior_index = 2, interior_table = 5, leaf_index = 10, leaf_table = 13 };

/// How much of a page of a database is in use, and how long a record on it may be (section 1.6, "overflow").
struct PageGeometry {
  PageGeometry() = default;
  /// `usable`: the page's size without the reserved bytes at its end, at least 480.
  PageGeometry(std::uint32_t page_size, std::uint32_t usable_bytes) noexcept
      : size(page_size),
        usable(usable_bytes),
        most_in_table(usable - 35),
        most_in_index((usable - 12) * 64 / 255 - 23) {}

  /// Bytes of a payload of `length` bytes that stand on the b-tree page; `most` is one of the two above.
  [[nodiscard]] std::uint32_t local_bytes(std::uint64_t length, std::uint32_t most) const noexcept {
    if (length <= most) return static_cast<std::uint32_t>(length);
    const std::uint32_t least = (usable - 12) * 32 / 255 - 23;
    const auto spread = least + static_cast<std::uint32_t>((length - least) % (usable - 4));
    return spread <= most ? spread : least;
  }

  std::uint32_t size = 0;
  std::uint32_t usable = 0;
  std::uint32_t most_in_table = 0;  ///< The longest payload that stays on a leaf of a rowid table.
  std::uint32_t most_in_index = 0;  ///< The same for pages of other trees.
};

/// Borrows the page's bytes, which end with page_slack more.
class TreePage {
 public:
  TreePage() = default;

  /// nullopt: not a page of a b-tree, or one whose cell pointers do not fit. `number`: page 1 begins with the file's
  /// header.
  [[nodiscard]] static std::optional<TreePage> read(const std::uint8_t* bytes, std::uint32_t usable,
                                                    std::uint32_t number) noexcept;

  [[nodiscard]] TreeKind kind() const noexcept { return kind_; }
  [[nodiscard]] bool is_leaf() const noexcept { return kind_ == TreeKind::leaf_index || kind_ == TreeKind::leaf_table; }
  [[nodiscard]] std::uint32_t cells() const noexcept { return cells_; }
  [[nodiscard]] const std::uint8_t* bytes() const noexcept { return bytes_; }
  /// Where cells must end.
  [[nodiscard]] const std::uint8_t* end() const noexcept { return bytes_ + usable_; }
  /// Cell `i` < cells(), or nullptr when it does not begin inside the area of cells, with the room of the least one.
  [[nodiscard]] const std::uint8_t* cell(std::uint32_t i) const noexcept {
    const std::uint32_t at = load_be<std::uint16_t>(reinterpret_cast<const char*>(pointers_) + std::size_t{2} * i);
    return at >= content_ && at + 4 <= usable_ ? bytes_ + at : nullptr;
  }
  /// Children of an interior page: i from 0 to cells(), the last one being the right-most. 0: none that could be one.
  [[nodiscard]] std::uint32_t child(std::uint32_t i) const noexcept;
  /// The rowid that bounds child `i` < cells() of an interior page of a rowid table from above; nullopt: no such cell.
  [[nodiscard]] std::optional<std::int64_t> bound(std::uint32_t i) const noexcept;
  /// Whether cells of `used` bytes in all, the free blocks and the fragments are as much as the area of cells has. The
  /// free blocks must be as SQLite chains them.
  [[nodiscard]] bool accounts_for(std::uint32_t used) const noexcept;
  /// Whether `cells`, the free blocks and the fragments are what stands there, and no two of them share a byte.
  [[nodiscard]] bool is_filled_by(UsedBytes& cells) const;

 private:
  const std::uint8_t* bytes_ = nullptr;
  const std::uint8_t* pointers_ = nullptr;
  std::uint32_t usable_ = 0;
  std::uint32_t content_ = 0;  ///< Where the area of cells begins.
  std::uint32_t cells_ = 0;
  std::uint32_t right_child_ = 0;
  std::uint32_t first_free_ = 0;
  std::uint32_t fragments_ = 0;
  TreeKind kind_ = TreeKind::leaf_table;
};

}  // namespace lite2pg
