#include "export/btree/rowid_walk.h"

#include <algorithm>

namespace lite2pg {

RowidWalk::RowidWalk(PageFile& file, std::uint32_t root, RowidRange range, PageClaims* claims, std::uint64_t longest)
    : file_(&file),
      claims_(claims),
      range_(range),
      root_(root),
      leaves_ahead_(file),
      payloads_(file, longest, claims != nullptr),
      path_(file, TreeKind::interior_table) {}

WalkStep RowidWalk::next() {
  for (;;) {
    while (cell_ == leaf_.cells()) {
      const WalkStep step = started_ ? next_leaf() : first_leaf();
      if (step != WalkStep::row) return step;
    }
    const WalkStep step = take_cell();
    if (step != WalkStep::row) return step;
    // Ranges of an audit end between leaves: here, the rest of the leaf would be looked at by nobody.
    if (range_.until && rowid_ >= *range_.until) return claims_ == nullptr ? WalkStep::end : WalkStep::surprise;
    if (!range_.from || rowid_ >= *range_.from) return WalkStep::row;
  }
}

WalkStep RowidWalk::take_cell() {
  const std::uint8_t* cell = leaf_.cell(cell_++);
  if (cell == nullptr) return WalkStep::surprise;
  PayloadCell found;
  std::uint64_t rowid = 0;
  found.payload = read_varint(read_varint(cell, found.length), rowid);
  const PageGeometry& geometry = file_->view().geometry;
  found.local = geometry.local_bytes(found.length, geometry.most_in_table);
  if (found.end() > leaf_.end()) return WalkStep::surprise;
  const std::uint32_t size = std::max(least_cell, static_cast<std::uint32_t>(found.end() - cell));
  used_ += size;
  if (claims_ != nullptr) spans_.add(static_cast<std::uint32_t>(cell - leaf_.bytes()), size);
  rowid_ = static_cast<std::int64_t>(rowid);
  if (bounded_ && rowid_ <= above_) return WalkStep::surprise;
  above_ = rowid_;
  bounded_ = true;
  if (found.local == found.length) {
    payload_ = {found.payload, found.local};
    return WalkStep::row;
  }
  const auto whole = payloads_.read(found, &leaves_ahead_.run());
  if (!whole || (claims_ != nullptr && !payloads_.claim_chain(*claims_, leaf_number_))) return WalkStep::surprise;
  payload_ = *whole;
  return WalkStep::row;
}

/// From the root to the leaf where the range begins. The root may be a leaf, and then it may be empty.
WalkStep RowidWalk::first_leaf() {
  started_ = true;
  const auto root = leaves_ahead_.read(root_);
  if (!root) return WalkStep::surprise;
  if (root->kind() == TreeKind::leaf_table) {
    if (root->cells() > 0) return enter_leaf(root, root_);
    const bool claimed = claims_ == nullptr || claims_->claim(root_, root->bytes(), path_.use_of_child());
    return claimed && root->accounts_for(0) ? WalkStep::end : WalkStep::surprise;
  }
  if (!path_.enter(root_)) return WalkStep::surprise;
  return descend();
}

/// Below the lowest page of the path: to the left, or on the first way down to where the range begins.
WalkStep RowidWalk::descend() {
  for (;;) {
    TreePath::Level& level = path_.lowest();
    const bool seeks = leaves_ == 0 && range_.from.has_value();
    for (; seeks && level.at < level.page.cells(); ++level.at) {
      const auto bound = level.page.bound(level.at);
      if (!bound) return WalkStep::surprise;
      if (*bound >= *range_.from) break;
      if (!pass_bound(*bound)) return WalkStep::surprise;
    }
    const std::uint32_t number = level.page.child(level.at);
    if (leaf_depth_ != 0 && path_.depth() == leaf_depth_)
      return enter_leaf(leaves_ahead_.read(level.page, level.at), number);
    if (leaf_depth_ == 0) {
      const auto child = leaves_ahead_.read(level.page, level.at);
      if (child && child->kind() == TreeKind::leaf_table) {
        leaf_depth_ = path_.depth();
        return enter_leaf(child, number);
      }
    }
    if (!path_.enter(number)) return WalkStep::surprise;
  }
}

WalkStep RowidWalk::enter_leaf(const std::optional<TreePage>& page, std::uint32_t number) {
  if (!page || page->kind() != TreeKind::leaf_table || page->cells() == 0) return WalkStep::surprise;
  if (claims_ != nullptr && !claims_->claim(number, page->bytes(), path_.use_of_child())) return WalkStep::surprise;
  leaf_ = *page;
  leaf_number_ = number;
  cell_ = 0;
  used_ = 0;
  spans_.clear();
  ++leaves_;
  return WalkStep::row;
}

WalkStep RowidWalk::next_leaf() {
  if (!leave_leaf()) return WalkStep::surprise;
  while (path_.depth() > 0) {
    TreePath::Level& level = path_.lowest();
    if (level.at == level.page.cells()) {
      path_.leave();
      continue;
    }
    const auto bound = level.page.bound(level.at);
    if (!bound || !pass_bound(*bound)) return WalkStep::surprise;
    // What follows is greater than the bound, so a range that ends right after it has ended: no page of the next.
    if (range_.until && (*bound >= *range_.until || *bound + 1 == *range_.until)) return WalkStep::end;
    ++level.at;
    return descend();
  }
  return WalkStep::end;
}

bool RowidWalk::leave_leaf() { return claims_ == nullptr ? leaf_.accounts_for(used_) : leaf_.is_filled_by(spans_); }

/// No rowid before the bound was greater, and every one after it must be.
bool RowidWalk::pass_bound(std::int64_t bound) {
  if (bounded_ && above_ > bound) return false;
  above_ = bound;
  bounded_ = true;
  return true;
}

}  // namespace lite2pg
