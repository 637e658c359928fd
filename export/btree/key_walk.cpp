#include "export/btree/key_walk.h"

#include <algorithm>

namespace lite2pg {
namespace {

constexpr std::uint32_t child_bytes = 4;  // an interior cell begins with the number of its left child

std::vector<Value> views(const std::vector<OwnedValue>& key) {
  std::vector<Value> values;
  for (const OwnedValue& v : key) values.push_back(v.view());
  return values;
}

}  // namespace

KeyWalk::KeyWalk(PageFile& file, std::uint32_t root, const KeyRange& range, std::vector<KeyPart> order,
                 std::size_t columns, PageClaims* claims, std::uint64_t longest)
    : file_(&file),
      claims_(claims),
      root_(root),
      order_(std::move(order)),
      leaves_ahead_(file),
      payloads_(file, longest, claims != nullptr),
      path_(file, TreeKind::interior_index),
      values_(columns) {
  from_.assign(views(range.from));
  until_.assign(views(range.until));
}

WalkStep KeyWalk::next() {
  for (;;) {
    const WalkStep step = advance();
    if (step != WalkStep::row) return step;
    if (!ascends()) return WalkStep::surprise;
    // Ranges of an audit begin and end with rows of interior pages: of a leaf, nobody would look at the rest.
    const bool ends_anywhere = claims_ == nullptr || !in_leaf_;
    if (!until_.empty() && compare_keys(order_, values(), until_.view()) >= 0)
      return ends_anywhere ? WalkStep::end : WalkStep::surprise;
    if (claims_ != nullptr && !payloads_.claim_chain(*claims_, holder_)) return WalkStep::surprise;
    if (from_.empty() || compare_keys(order_, values(), from_.view()) >= 0) return WalkStep::row;
    if (!ends_anywhere) return WalkStep::surprise;
  }
}

/// To the next cell, wherever it stands.
WalkStep KeyWalk::advance() {
  if (!started_) {
    const WalkStep step = start();
    if (step != WalkStep::row) return step;
  }
  for (;;) {
    if (in_leaf_ && cell_ < leaf_.cells()) {
      holder_ = leaf_number_;
      return take(leaf_, cell_++, 0);
    }
    if (in_leaf_ && !leave_leaf()) return WalkStep::surprise;
    in_leaf_ = false;
    if (descends_) {
      const WalkStep step = descend();
      if (step != WalkStep::row) return step;
      continue;
    }
    while (path_.depth() > 0 && path_.lowest().at == path_.lowest().page.cells()) path_.leave();
    if (path_.depth() == 0) return WalkStep::end;
    return take_interior(path_.lowest());
  }
}

WalkStep KeyWalk::start() {
  started_ = true;
  const auto root = leaves_ahead_.read(root_);
  if (!root) return WalkStep::surprise;
  if (root->kind() == TreeKind::leaf_index) {
    if (root->cells() > 0) return enter_leaf(*root, root_) ? WalkStep::row : WalkStep::surprise;
    const bool sound =
        root->accounts_for(0) && (claims_ == nullptr || claims_->claim(root_, root->bytes(), path_.use_of_child()));
    return sound ? WalkStep::end : WalkStep::surprise;
  }
  seeking_ = !from_.empty();
  if (!path_.enter(root_)) return WalkStep::surprise;
  descends_ = true;
  return WalkStep::row;
}

/// Down to a leaf: to the left, or to where the range begins, which may be a cell of an interior page.
WalkStep KeyWalk::descend() {
  descends_ = false;
  for (;;) {
    TreePath::Level& level = path_.lowest();
    if (seeking_) {
      const WalkStep step = seek(level);
      if (step == WalkStep::surprise) return step;
      if (step == WalkStep::end) return WalkStep::row;
    }
    const auto child = leaves_ahead_.read(level.page, level.at);
    if (!child) return WalkStep::surprise;
    const std::uint32_t number = level.page.child(level.at);
    if (child->is_leaf()) {
      seeking_ = false;
      return child->kind() == TreeKind::leaf_index && enter_leaf(*child, number) ? WalkStep::row : WalkStep::surprise;
    }
    if (!path_.enter(number)) return WalkStep::surprise;
  }
}

/// Moves to the child that holds the first key of the range. `end`: the range begins with the cell after that child.
WalkStep KeyWalk::seek(TreePath::Level& level) {
  for (; level.at < level.page.cells(); ++level.at) {
    if (take(level.page, level.at, child_bytes) != WalkStep::row) return WalkStep::surprise;
    const int order = compare_keys(order_, values(), from_.view());
    // Of a bound shorter than the key, rows that equal it may stand below the child as well.
    const bool is_bound = order == 0 && from_.view().size() == order_.size();
    if (is_bound) seeking_ = false;
    if (is_bound) return WalkStep::end;
    if (order >= 0) return WalkStep::row;
  }
  return WalkStep::row;
}

bool KeyWalk::enter_leaf(const TreePage& page, std::uint32_t number) {
  if (page.cells() == 0) return false;
  if (claims_ != nullptr && !claims_->claim(number, page.bytes(), path_.use_of_child())) return false;
  leaf_ = page;
  leaf_number_ = number;
  cell_ = 0;
  used_ = 0;
  spans_.clear();
  in_leaf_ = true;
  ++leaves_;
  return true;
}

/// The row between two children; the walk goes on below the second of them.
WalkStep KeyWalk::take_interior(TreePath::Level& level) {
  ++leaves_;
  descends_ = true;
  holder_ = level.number;
  return take(level.page, level.at++, child_bytes);
}

WalkStep KeyWalk::take(const TreePage& page, std::uint32_t cell, std::uint32_t skip) {
  const std::uint8_t* begin = page.cell(cell);
  if (begin == nullptr) return WalkStep::surprise;
  PayloadCell found;
  found.payload = read_varint(begin + skip, found.length);
  const PageGeometry& geometry = file_->view().geometry;
  found.local = geometry.local_bytes(found.length, geometry.most_in_index);
  if (found.end() > page.end()) return WalkStep::surprise;
  const std::uint32_t size = std::max(least_cell, static_cast<std::uint32_t>(found.end() - begin));
  used_ += size;
  if (claims_ != nullptr) spans_.add(static_cast<std::uint32_t>(begin - page.bytes()), size);
  const auto whole = payloads_.read(found, &leaves_ahead_.run());
  if (!whole) return WalkStep::surprise;
  payload_ = *whole;
  const int count = record_values(payload_, values_.data(), static_cast<int>(values_.size()));
  if (count < static_cast<int>(order_.size())) return WalkStep::surprise;
  count_ = static_cast<std::size_t>(count);
  return WalkStep::row;
}

bool KeyWalk::leave_leaf() { return claims_ == nullptr ? leaf_.accounts_for(used_) : leaf_.is_filled_by(spans_); }

bool KeyWalk::ascends() {
  const auto key = values().first(order_.size());
  if (!last_.empty() && compare_keys(order_, last_.view(), key) >= 0) return false;
  last_.assign(key);
  return true;
}

}  // namespace lite2pg
