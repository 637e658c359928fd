#include "export/btree/tree_page.h"

namespace lite2pg {
namespace {

constexpr std::uint32_t least_block = 4;  // a free block's own head

std::uint32_t be16(const std::uint8_t* p) noexcept { return load_be<std::uint16_t>(reinterpret_cast<const char*>(p)); }

}  // namespace

std::optional<TreePage> TreePage::read(const std::uint8_t* bytes, std::uint32_t usable, std::uint32_t number) noexcept {
  const std::uint8_t* header = bytes + (number == 1 ? 100 : 0);
  TreePage page;
  page.kind_ = static_cast<TreeKind>(header[0]);
  const bool interior = page.kind_ == TreeKind::interior_index || page.kind_ == TreeKind::interior_table;
  if (!interior && !page.is_leaf()) return std::nullopt;
  page.bytes_ = bytes;
  page.usable_ = usable;
  page.first_free_ = be16(header + 1);
  page.cells_ = be16(header + 3);
  page.content_ = be16(header + 5) == 0 ? 65536 : be16(header + 5);
  page.fragments_ = header[7];
  page.right_child_ = interior ? load_be32(header + 8) : 0;
  page.pointers_ = header + (interior ? 12 : 8);
  const auto pointers_end = static_cast<std::size_t>(page.pointers_ - bytes) + std::size_t{2} * page.cells_;
  if (pointers_end > page.content_ || page.content_ > usable) return std::nullopt;
  return page;
}

std::uint32_t TreePage::child(std::uint32_t i) const noexcept {
  if (i >= cells_) return right_child_;
  const std::uint8_t* c = cell(i);
  return c != nullptr && c + 4 <= end() ? load_be32(c) : 0;
}

std::optional<std::int64_t> TreePage::bound(std::uint32_t i) const noexcept {
  const std::uint8_t* c = cell(i);
  if (c == nullptr) return std::nullopt;
  std::uint64_t rowid = 0;
  if (read_varint(c + 4, rowid) > end()) return std::nullopt;
  return static_cast<std::int64_t>(rowid);
}

bool TreePage::accounts_for(std::uint32_t used) const noexcept {
  std::uint32_t sum = content_ + used + fragments_;
  std::uint32_t least = content_;
  for (std::uint32_t at = first_free_; at != 0; at = be16(bytes_ + at)) {
    if (at < least || at + least_block > usable_) return false;
    const std::uint32_t size = be16(bytes_ + at + 2);
    if (size < least_block || at + size > usable_) return false;
    least = at + size + least_block;  // blocks that are nearer are one (btree.c, btreeComputeFreeSpace)
    sum += size;
  }
  return sum == usable_;
}

bool TreePage::is_filled_by(UsedBytes& cells) const {
  if (!accounts_for(cells.sum())) return false;
  for (std::uint32_t at = first_free_; at != 0; at = be16(bytes_ + at)) cells.add(at, be16(bytes_ + at + 2));
  return !cells.overlap();
}

}  // namespace lite2pg
