// Walks the b-tree of a rowid table from leaf to leaf, in the order of rowids.
//
// Rowids must ascend over the whole walk and keep to the bounds of the interior pages, and each leaf must hold a row.
// So no page can come twice, whatever stands in the file, and a range read by this walk is what SQLite finds there.
#pragma once

#include <cstdint>
#include <optional>

#include "export/btree/child_run.h"
#include "export/btree/payload_reader.h"
#include "export/btree/tree_path.h"
#include "export/btree/walk.h"

namespace lite2pg {

/// `from` <= rowid < `until`, where given.
struct RowidRange {
  std::optional<std::int64_t> from;
  std::optional<std::int64_t> until;
};

/// One thread.
class RowidWalk {
 public:
  /// `file` outlives the walk. `claims`: leaves and overflow pages that are met are noted there; then a range must
  /// begin and end between leaves (split). nullptr: nowhere. `longest`: of all payloads, in bytes.
  RowidWalk(PageFile& file, std::uint32_t root, RowidRange range, PageClaims* claims, std::uint64_t longest);

  /// To the next row. After `end` or `surprise` it is not called again.
  [[nodiscard]] WalkStep next();
  [[nodiscard]] std::int64_t rowid() const noexcept { return rowid_; }
  /// Borrowed until the next step.
  [[nodiscard]] Payload payload() const noexcept { return payload_; }
  /// Counts leaves from 1, so that a change of it tells that a new one has begun; 0 before the first row.
  [[nodiscard]] std::uint64_t leaf() const noexcept { return leaves_; }

 private:
  [[nodiscard]] WalkStep take_cell();
  [[nodiscard]] WalkStep next_leaf();
  [[nodiscard]] WalkStep first_leaf();
  [[nodiscard]] WalkStep descend();
  [[nodiscard]] WalkStep enter_leaf(const std::optional<TreePage>& page, std::uint32_t number);
  [[nodiscard]] bool leave_leaf();
  [[nodiscard]] bool pass_bound(std::int64_t bound);

  PageFile* file_;
  PageClaims* claims_;
  RowidRange range_;
  std::uint32_t root_;
  ChildRun leaves_ahead_;
  PayloadReader payloads_;
  TreePath path_;
  std::size_t leaf_depth_ = 0;  ///< Interior pages above every leaf, as the first one met has them.
  TreePage leaf_;
  std::uint32_t leaf_number_ = 0;
  std::uint32_t cell_ = 0;
  std::uint32_t used_ = 0;  ///< Bytes of the leaf's cells so far.
  UsedBytes spans_;         ///< With claims: where they are.
  std::uint64_t leaves_ = 0;
  bool started_ = false;
  bool bounded_ = false;    ///< `above_` holds.
  std::int64_t above_ = 0;  ///< Every rowid to come is greater.
  std::int64_t rowid_ = 0;
  Payload payload_;
};

}  // namespace lite2pg
