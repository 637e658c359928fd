// The rows of the target on their way into the file: several threads read and decode tables, one after another, while
// one writes them in the order of the list.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "common/parallel.h"
#include "sync/back/written_table.h"
#include "verify/sides/target_snapshot.h"

namespace lite2pg {

/// Rows of one table in the row encoding (mapping/value/row_encoding.h), end to end.
struct RowBlock {
  std::string bytes;
  std::size_t rows = 0;
};

/// A bounded queue of blocks: memory stays small however far reading is ahead of writing.
class BlockQueue {
 public:
  /// False when the other side gave up.
  [[nodiscard]] bool push(RowBlock block, const StopFlag& stop);
  /// The reader is through.
  void close();
  /// False after the last block, or when the other side gave up.
  [[nodiscard]] bool pop(RowBlock& block, const StopFlag& stop);

 private:
  std::mutex lock_;
  std::condition_variable changed_;
  std::deque<RowBlock> blocks_;
  bool closed_ = false;
};

class RowStreams {
 public:
  /// Everything must outlive it.
  RowStreams(const std::vector<WrittenTable>& tables, const TargetSnapshot& snapshot, std::string schema);

  /// The work of one reading thread: takes the next table until there is none. All threads share one object.
  /// Throws TargetError, and Error naming table and column for bytes that are no row.
  void read(const StopFlag& stop);
  [[nodiscard]] BlockQueue& of(std::size_t table) { return queues_[table]; }

 private:
  void read_table(DataConnection& connection, std::size_t index, const StopFlag& stop);

  const std::vector<WrittenTable>& tables_;
  const TargetSnapshot& snapshot_;
  std::string schema_;
  Ticket ticket_;
  std::deque<BlockQueue> queues_;
};

}  // namespace lite2pg
