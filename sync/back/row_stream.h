// The rows of the target on their way into the file: several threads read and decode tables, one after another, while
// one writes them in the order of the list.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <list>
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

class RowStreams {
 public:
  /// Everything must outlive it.
  RowStreams(const std::vector<WrittenTable>& tables, const TargetSnapshot& snapshot, std::string schema);

  /// The work of one reading thread: takes the next table until there is none. All threads share one object.
  /// Throws TargetError, and Error naming table and column for bytes that are no row.
  void read(const StopFlag& stop);
  /// The next block of a table; the writer asks for the tables in their order. False after the last block, or when the
  /// other side gave up. Throws Error(interrupted).
  [[nodiscard]] bool pop(std::size_t table, RowBlock& block, const StopFlag& stop);
  /// Bytes that were read and not yet taken.
  [[nodiscard]] std::size_t held() const;

 private:
  struct Queue {
    std::list<RowBlock> blocks;
    bool closed = false;
  };

  [[nodiscard]] bool push(std::size_t table, RowBlock block, const StopFlag& stop);
  [[nodiscard]] bool has_room(std::size_t table) const;
  void close(std::size_t table);
  void read_table(DataConnection& connection, std::size_t index, const StopFlag& stop);
  /// `begun`: a block was handed on.
  void read_rows(DataConnection& connection, std::size_t index, const std::string& order, bool& begun,
                 const StopFlag& stop);

  const std::vector<WrittenTable>& tables_;
  const TargetSnapshot& snapshot_;
  std::string schema_;
  Ticket ticket_;
  mutable std::mutex lock_;
  std::condition_variable changed_;
  std::vector<Queue> queues_;
  std::size_t held_ = 0;     ///< Bytes in all queues: memory stays small however far reading is ahead of writing.
  std::size_t written_ = 0;  ///< The table that is being written.
};

}  // namespace lite2pg
