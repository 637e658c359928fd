// Goes through the pages that no cursor reads and claims them: with what the cursors claimed, every page of a sound
// file has exactly one place, and the pointer map says so too.
//
// What SQLite's quick_check verifies of pages (btree.c, checkTreePage, checkList, checkPtrmap) and where it is seen
// here; whatever is stricter than SQLite only sends the question to SQLite:
//   kind of page, room for its cell pointers, start of its cells   TreePage::read
//   cells begin and end inside the page                            TreePage::cell, PayloadCell::end
//   cells, free blocks and fragments fill the page, none shares    TreePage::is_filled_by
//   rowids ascend, over all pages and against the bounds above     RowidWalk
//   children at one depth, of the tree's kind                      the walks, upper_page, index_page
//   chains of overflow pages as long as the payload                PayloadReader, chain
//   list of free pages, its length, leaves of a trunk              free_list
//   each page once, none unused                                    PageClaims
//   pointer map: type and parent of each page                      PageUse, map_page
//   header: largest root, incremental vacuum without maps          PageSource::sweep, pages_of_no_tree
//   records whole (of each row of a table)                         record_values, rowid_table
//   NOT NULL, STRICT types, affinities                             survey/row_rules, by the census
#pragma once

#include <cstdint>
#include <vector>

#include "common/parallel.h"
#include "export/btree/child_run.h"
#include "export/btree/claims.h"
#include "export/btree/file.h"
#include "export/btree/tree_page.h"
#include "export/btree/used_bytes.h"
#include "mapping/value/value.h"

namespace lite2pg {

struct PayloadCell;

/// Each function is false when something is not as SQLite writes it: SQLite itself must then say what it is. One
/// thread.
class PageSweep {
 public:
  /// `longest`: of all payloads, in bytes. Throws Error(interrupted) on `stop` and on Ctrl-C.
  PageSweep(PageFile& file, PageClaims& claims, std::uint64_t longest, const StopFlag& stop);

  /// The interior pages of a table whose leaves cursors read.
  [[nodiscard]] bool upper_pages(std::uint32_t root);
  /// All pages of a rowid table, and that its rows are records.
  [[nodiscard]] bool rowid_table(std::uint32_t root);
  /// All pages of an index or a WITHOUT ROWID table. Its records and the order of its keys are not looked at.
  [[nodiscard]] bool index_tree(std::uint32_t root);
  /// Free pages, pointer-map pages, and the page that SQLite locks bytes of (fileformat2 sections 1.4, 1.5, 1.8).
  [[nodiscard]] bool pages_of_no_tree();

 private:
  [[nodiscard]] bool upper_page(std::uint32_t number, const PageUse& use, std::size_t depth, std::size_t leaves_at);
  [[nodiscard]] bool index_page(std::uint32_t number, const PageUse& use, std::size_t depth);
  [[nodiscard]] bool sound_index_page(const TreePage& page, std::uint32_t number);
  [[nodiscard]] bool index_leaf(const TreePage& parent, std::uint32_t i, std::uint32_t holder);
  [[nodiscard]] bool bound_cells(const TreePage& page);
  [[nodiscard]] bool index_cells(const TreePage& page);
  [[nodiscard]] bool index_chains(const TreePage& page, std::uint32_t number);
  [[nodiscard]] bool index_cell(const TreePage& page, std::uint32_t i, PayloadCell& found) const;
  [[nodiscard]] bool chain(std::uint32_t first, std::uint64_t bytes, std::uint32_t holder);
  [[nodiscard]] bool map_page(std::uint32_t place, std::uint64_t next, std::uint32_t locked);
  [[nodiscard]] bool free_list();
  [[nodiscard]] bool take(std::uint32_t number, PageBuffer& to, const PageUse& use);
  void pause() const;

  PageFile& file_;
  PageClaims& claims_;
  std::uint64_t longest_;
  const StopFlag& stop_;
  std::size_t leaf_depth_ = 0;  ///< Of the tree that is being gone through; 0: no leaf met yet.
  ChildRun leaves_ahead_;
  PageBuffer page_, free_page_;
  UsedBytes used_;
  std::vector<Value> values_;
};

}  // namespace lite2pg
