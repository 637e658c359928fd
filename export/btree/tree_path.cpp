#include "export/btree/tree_path.h"

#include "export/btree/walk.h"

namespace lite2pg {

TreePath::TreePath(PageFile& file, TreeKind kind) : file_(&file), kind_(kind), levels_(deepest_tree) {}

bool TreePath::enter(std::uint32_t number) {
  if (depth_ == levels_.size() || !file_->read(number, levels_[depth_].bytes)) return false;
  Level& level = levels_[depth_];
  const auto page = TreePage::read(level.bytes.data(), file_->view().geometry.usable, number);
  if (!page || page->kind() != kind_ || page->cells() == 0) return false;
  level.page = *page;
  level.number = number;
  level.at = 0;
  ++depth_;
  return true;
}

PageUse TreePath::use_of_child() const noexcept {
  return depth_ == 0 ? PageUse{PageRole::root, 0} : PageUse{PageRole::tree, levels_[depth_ - 1].number};
}

}  // namespace lite2pg
