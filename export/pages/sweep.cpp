#include "export/pages/sweep.h"

#include <algorithm>
#include <optional>

#include "common/error.h"
#include "common/interrupt.h"
#include "export/btree/payload_reader.h"
#include "export/btree/rowid_walk.h"

namespace lite2pg {
namespace {

constexpr std::uint64_t locked_byte = 0x40000000;  // fileformat2 section 1.4
constexpr std::uint32_t map_entry_bytes = 5;       // fileformat2 section 1.8
constexpr std::size_t most_columns = 32767;        // https://sqlite.org/limits.html

}  // namespace

PageSweep::PageSweep(PageFile& file, PageClaims& claims, std::uint64_t longest, const StopFlag& stop)
    : file_(file), claims_(claims), longest_(longest), stop_(stop), leaves_ahead_(file) {}

void PageSweep::pause() const {
  throw_if_interrupted();
  if (stop_.stopped()) throw Error(ExitCode::interrupted, "stopped");
}

bool PageSweep::take(std::uint32_t number, PageBuffer& to, const PageUse& use) {
  return file_.read(number, to) && claims_.claim(number, to.data(), use);
}

bool PageSweep::upper_pages(std::uint32_t root) {
  std::size_t depth = 0;
  for (std::uint32_t number = root;; ++depth) {
    if (depth == deepest_tree || !file_.read(number, page_)) return false;
    const auto page = TreePage::read(page_.data(), file_.view().geometry.usable, number);
    if (!page) return false;
    if (page->is_leaf()) break;
    number = page->child(0);
  }
  return depth == 0 || upper_page(root, {PageRole::root, 0}, 0, depth);
}

bool PageSweep::upper_page(std::uint32_t number, const PageUse& use, std::size_t depth, std::size_t leaves_at) {
  PageBuffer bytes;
  if (!take(number, bytes, use)) return false;
  const auto page = TreePage::read(bytes.data(), file_.view().geometry.usable, number);
  if (!page || page->is_leaf()) return false;
  const bool sound = page->kind() == TreeKind::interior_table ? bound_cells(*page) : index_cells(*page);
  if (!sound) return false;
  for (std::uint32_t i = 0; depth + 1 < leaves_at && i <= page->cells(); ++i)
    if (!upper_page(page->child(i), {PageRole::tree, number}, depth + 1, leaves_at)) return false;
  return true;
}

bool PageSweep::rowid_table(std::uint32_t root) {
  if (!upper_pages(root)) return false;
  values_.resize(most_columns);
  RowidWalk walk(file_, root, {}, &claims_, longest_);
  WalkStep step = walk.next();
  for (std::uint64_t leaf = 0; step == WalkStep::row; step = walk.next()) {
    if (walk.leaf() != leaf) pause();
    leaf = walk.leaf();
    if (record_values(walk.payload(), values_.data(), static_cast<int>(values_.size())) == no_record) return false;
  }
  return step == WalkStep::end;
}

bool PageSweep::index_tree(std::uint32_t root) {
  leaf_depth_ = 0;
  return index_page(root, {PageRole::root, 0}, 1);
}

bool PageSweep::index_page(std::uint32_t number, const PageUse& use, std::size_t depth) {
  pause();
  PageBuffer bytes;
  if (depth > deepest_tree || !take(number, bytes, use)) return false;
  const auto page = TreePage::read(bytes.data(), file_.view().geometry.usable, number);
  if (!page || !sound_index_page(*page, number)) return false;
  if (page->kind() == TreeKind::leaf_index) {
    if (leaf_depth_ == 0) leaf_depth_ = depth;
    return depth == leaf_depth_ && (page->cells() > 0 || depth == 1);
  }
  if (page->kind() != TreeKind::interior_index || page->cells() == 0) return false;
  for (std::uint32_t i = 0; i <= page->cells(); ++i) {
    const bool leaf = depth + 1 == leaf_depth_;
    if (!(leaf ? index_leaf(*page, i, number) : index_page(page->child(i), {PageRole::tree, number}, depth + 1)))
      return false;
  }
  return true;
}

/// Once it is known how deep they lie, leaves are read ahead.
bool PageSweep::index_leaf(const TreePage& parent, std::uint32_t i, std::uint32_t holder) {
  pause();
  const std::uint32_t number = parent.child(i);
  const auto page = leaves_ahead_.read(parent, i);
  if (!page || page->kind() != TreeKind::leaf_index || page->cells() == 0) return false;
  return claims_.claim(number, page->bytes(), {PageRole::tree, holder}) && sound_index_page(*page, number);
}

bool PageSweep::sound_index_page(const TreePage& page, std::uint32_t number) {
  return index_cells(page) && index_chains(page, number);
}

/// Those of an interior page of a rowid table: a child and the rowid that bounds it.
bool PageSweep::bound_cells(const TreePage& page) {
  used_.clear();
  for (std::uint32_t i = 0; i < page.cells(); ++i) {
    const std::uint8_t* cell = page.cell(i);
    if (cell == nullptr) return false;
    std::uint64_t rowid = 0;
    const auto size = static_cast<std::uint32_t>(read_varint(cell + 4, rowid) - cell);
    if (cell + size > page.end()) return false;
    used_.add(static_cast<std::uint32_t>(cell - page.bytes()), size);
  }
  return page.is_filled_by(used_);
}

/// Cell `i` of a page that is not one of a rowid table.
bool PageSweep::index_cell(const TreePage& page, std::uint32_t i, PayloadCell& found) const {
  const std::uint8_t* cell = page.cell(i);
  if (cell == nullptr) return false;
  const PageGeometry& geometry = file_.view().geometry;
  found.payload = read_varint(cell + (page.is_leaf() ? 0 : 4), found.length);
  found.local = geometry.local_bytes(found.length, geometry.most_in_index);
  return found.end() <= page.end();
}

bool PageSweep::index_cells(const TreePage& page) {
  PayloadCell found;
  used_.clear();
  for (std::uint32_t i = 0; i < page.cells(); ++i) {
    if (!index_cell(page, i, found)) return false;
    const std::uint8_t* cell = page.cell(i);
    used_.add(static_cast<std::uint32_t>(cell - page.bytes()),
              std::max(least_cell, static_cast<std::uint32_t>(found.end() - cell)));
  }
  return page.is_filled_by(used_);
}

bool PageSweep::index_chains(const TreePage& page, std::uint32_t number) {
  PayloadCell found;
  for (std::uint32_t i = 0; i < page.cells(); ++i) {
    if (!index_cell(page, i, found)) return false;
    if (found.local == found.length) continue;
    if (!chain(load_be32(found.payload + found.local), found.length - found.local, number)) return false;
  }
  return true;
}

/// A chain of overflow pages that holds so many bytes.
bool PageSweep::chain(std::uint32_t first, std::uint64_t bytes, std::uint32_t holder) {
  const std::uint64_t room = file_.view().geometry.usable - 4;
  std::uint32_t number = first;
  PageUse use{PageRole::overflow, holder};
  for (std::uint64_t left = bytes; left > 0; left -= std::min(left, room)) {
    if (!take(number, page_, use)) return false;
    use = {PageRole::more_overflow, number};
    number = load_be32(page_.data());
  }
  return number == 0;
}

bool PageSweep::pages_of_no_tree() {
  const PageView& view = file_.view();
  if (view.vacuums_oddly) return false;
  const auto locked = static_cast<std::uint32_t>(locked_byte / view.geometry.size) + 1;
  if (locked <= view.pages && !take(locked, page_, {})) return false;
  const std::uint64_t step = view.geometry.usable / map_entry_bytes + 1;
  for (std::uint64_t map = 2; view.auto_vacuum && map <= view.pages; map += step)
    if (!map_page(static_cast<std::uint32_t>(map), map + step, locked)) return false;
  return free_list();
}

/// A page of the pointer map: an entry for each of the pages that follow it, up to the next one. It makes room for the
/// page whose bytes are locked.
bool PageSweep::map_page(std::uint32_t place, std::uint64_t next, std::uint32_t locked) {
  const PageView& view = file_.view();
  const std::uint32_t map = place == locked ? place + 1 : place;
  if (map > view.pages) return true;
  if (!take(map, page_, {})) return false;
  for (std::uint32_t number = map + 1; number < next && number <= view.pages; ++number) {
    const std::uint8_t* entry = page_.data() + std::size_t{number - map - 1} * map_entry_bytes;
    if (number == locked) continue;
    if (entry[0] < 1 || entry[0] > 5) return false;
    claims_.add_map_entry(number, {static_cast<PageRole>(entry[0]), load_be32(entry + 1)});
  }
  return true;
}

bool PageSweep::free_list() {
  const PageView& view = file_.view();
  const PageUse use{PageRole::free, 0};
  std::uint64_t met = 0;
  for (std::uint32_t trunk = view.free_list; trunk != 0; trunk = load_be32(page_.data())) {
    pause();
    if (!take(trunk, page_, use)) return false;
    const std::uint32_t count = load_be32(page_.data() + 4);
    if (count > view.geometry.usable / 4 - 2) return false;
    met += 1 + count;
    for (std::uint32_t i = 0; i < count; ++i)
      if (!take(load_be32(page_.data() + 8 + 4 * std::size_t{i}), free_page_, use)) return false;
  }
  return met == view.free_pages;
}

}  // namespace lite2pg
