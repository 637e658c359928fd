// Goes through the pages that no cursor reads and claims them: with what the cursors claimed, every page of a sound
// file has exactly one place.
#pragma once

#include <cstdint>

#include "common/parallel.h"
#include "export/pages/claims.h"
#include "export/pages/file.h"
#include "export/pages/tree_page.h"
#include "export/pages/used_bytes.h"

namespace lite2pg {

/// Each function is false when something is not as SQLite writes it: SQLite itself must then say what it is. One
/// thread.
class PageSweep {
 public:
  /// `longest`: of all payloads, in bytes. Throws Error(interrupted) on `stop` and on Ctrl-C.
  PageSweep(PageFile& file, PageClaims& claims, std::uint64_t longest, const StopFlag& stop);

  /// The interior pages of a table whose leaves cursors read.
  [[nodiscard]] bool upper_pages(std::uint32_t root);
  /// All pages of a rowid table.
  [[nodiscard]] bool rowid_table(std::uint32_t root);
  /// All pages of an index or a WITHOUT ROWID table. The order of its keys is not looked at.
  [[nodiscard]] bool index_tree(std::uint32_t root);
  /// Free pages, pointer-map pages, and the page that SQLite locks bytes of (fileformat2 sections 1.4, 1.5, 1.8).
  [[nodiscard]] bool pages_of_no_tree();
  /// Whether the tree at `root` is that of a rowid table.
  [[nodiscard]] bool is_rowid_tree(std::uint32_t root);

 private:
  [[nodiscard]] bool upper_page(std::uint32_t number, std::size_t depth, std::size_t leaves_at);
  [[nodiscard]] bool index_page(std::uint32_t number, std::size_t depth);
  [[nodiscard]] bool bound_cells(const TreePage& page);
  /// `chains`: their overflow pages are claimed here, not by a cursor.
  [[nodiscard]] bool index_cells(const TreePage& page, bool chains);
  [[nodiscard]] bool chain(std::uint32_t first, std::uint64_t bytes);
  [[nodiscard]] bool free_list();
  [[nodiscard]] bool take(std::uint32_t number, PageBuffer& to);
  void pause() const;

  PageFile& file_;
  PageClaims& claims_;
  std::uint64_t longest_;
  const StopFlag& stop_;
  std::size_t leaf_depth_ = 0;  ///< Of the tree that is being gone through; 0: no leaf met yet.
  PageBuffer page_, free_page_;
  UsedBytes used_;
};

}  // namespace lite2pg
