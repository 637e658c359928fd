// Which tables of a load are whole: slices come in from any worker.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "import/load/done_work.h"

namespace lite2pg {

/// Any thread.
class TableTally {
 public:
  /// Counts the slices in `list` that are not in `done`.
  TableTally(const Plan& plan, const WorkList& list, const DoneWork& done) {
    for (const Job& job : list.jobs) {
      const auto* load = std::get_if<LoadJob>(&job);
      if (load != nullptr && !done.has(plan, *load)) ++open_[load->table].first;
    }
  }

  /// Adds what was loaded; the sums of the table when that was its last slice.
  std::optional<TableRecord> add(std::size_t table, const TableRecord& record) {
    const std::scoped_lock lock(lock_);
    auto& [slices, sum] = open_[table];
    sum.table = record.table;
    sum.rows += record.rows;
    sum.rejected += record.rejected;
    sum.bytes += record.bytes;
    sum.seconds += record.seconds;
    if (--slices > 0) return std::nullopt;
    return sum;
  }

 private:
  std::mutex lock_;
  std::map<std::size_t, std::pair<std::size_t, TableRecord>> open_;
};

}  // namespace lite2pg
