// The interior pages from the root of a b-tree down to where a walk is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "export/btree/file.h"
#include "export/btree/page_use.h"
#include "export/btree/tree_page.h"

namespace lite2pg {

/// One thread.
class TreePath {
 public:
  struct Level {
    PageBuffer bytes;
    TreePage page;
    std::uint32_t number = 0;
    std::uint32_t at = 0;  ///< The child that is being read, or the cell after it.
  };

  /// `kind`: of all interior pages of the tree. `file` outlives the path.
  TreePath(PageFile& file, TreeKind kind);

  /// The page becomes the lowest, at its first child. False, and nothing has changed: it cannot be read, is of another
  /// kind, has no cells, or no tree is so deep.
  [[nodiscard]] bool enter(std::uint32_t number);
  /// Back to the parent of the lowest page.
  void leave() noexcept { --depth_; }

  [[nodiscard]] std::size_t depth() const noexcept { return depth_; }
  [[nodiscard]] Level& lowest() noexcept { return levels_[depth_ - 1]; }
  /// What a page below the lowest is used for; without any: the root.
  [[nodiscard]] PageUse use_of_child() const noexcept;

 private:
  PageFile* file_;
  TreeKind kind_;
  std::vector<Level> levels_;  ///< Those from `depth_` on are spare.
  std::size_t depth_ = 0;
};

}  // namespace lite2pg
