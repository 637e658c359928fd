// Walks the b-tree of a WITHOUT ROWID table in the order of its key. Rows stand on interior pages too.
//
// Keys must ascend over the whole walk, so no page can come twice, whatever stands in the file.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "export/btree/child_run.h"
#include "export/btree/key_order.h"
#include "export/btree/payload_reader.h"
#include "export/btree/tree_path.h"
#include "export/btree/walk.h"

namespace lite2pg {

/// `from` <= key < `until`, by the first parts of the key; empty: no bound.
struct KeyRange {
  std::vector<OwnedValue> from;
  std::vector<OwnedValue> until;
};

/// One thread.
class KeyWalk {
 public:
  /// `order`: of all columns of the key, which records begin with. `columns`: the most values a record may hold.
  /// The rest as in RowidWalk.
  KeyWalk(PageFile& file, std::uint32_t root, const KeyRange& range, std::vector<KeyPart> order, std::size_t columns,
          PageClaims* claims, std::uint64_t longest);

  /// To the next row. After `end` or `surprise` it is not called again.
  [[nodiscard]] WalkStep next();
  /// The record's values in the order they are stored in, borrowed until the next step.
  [[nodiscard]] std::span<const Value> values() const noexcept { return {values_.data(), count_}; }
  [[nodiscard]] Payload payload() const noexcept { return payload_; }
  /// Counts leaves and rows on interior pages from 1, so that a change of it tells that one has begun.
  [[nodiscard]] std::uint64_t leaf() const noexcept { return leaves_; }

 private:
  [[nodiscard]] WalkStep advance();
  [[nodiscard]] WalkStep start();
  [[nodiscard]] WalkStep descend();
  [[nodiscard]] bool enter_leaf(const TreePage& page, std::uint32_t number);
  [[nodiscard]] WalkStep seek(TreePath::Level& level);
  [[nodiscard]] WalkStep take_interior(TreePath::Level& level);
  [[nodiscard]] WalkStep take(const TreePage& page, std::uint32_t cell, std::uint32_t skip);
  [[nodiscard]] bool leave_leaf();
  [[nodiscard]] bool ascends();

  PageFile* file_;
  PageClaims* claims_;
  std::uint32_t root_;
  KeyCopy from_, until_, last_;
  std::vector<KeyPart> order_;
  ChildRun leaves_ahead_;
  PayloadReader payloads_;
  TreePath path_;
  TreePage leaf_;
  std::uint32_t leaf_number_ = 0;
  std::uint32_t holder_ = 0;  ///< The page of the last cell.
  std::uint32_t cell_ = 0;
  std::uint32_t used_ = 0;
  UsedBytes spans_;
  std::uint64_t leaves_ = 0;
  bool started_ = false;
  bool in_leaf_ = false;
  bool seeking_ = false;   ///< On the first way down, to where the range begins.
  bool descends_ = false;  ///< The next step goes down to child `at` of the lowest page.
  std::vector<Value> values_;
  std::size_t count_ = 0;
  Payload payload_;
};

}  // namespace lite2pg
