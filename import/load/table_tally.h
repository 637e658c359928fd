// Which tables of a load are whole, and what is in them: slices come in from any worker, in this process and in those
// that were stopped before it.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "import/load/done_work.h"

namespace lite2pg {

/// Any thread.
class TableTally {
 public:
  /// The slices in `list`; those in `done` are in already.
  TableTally(const Plan& plan, const WorkList& list, const DoneWork& done);

  /// Adds what was loaded, once for a slice; the sums of the table when none of its slices is missing any more. Seconds
  /// are those in which any worker was at it.
  std::optional<TableRecord> add(std::size_t table, const TableRecord& record);
  /// The sums of a table that is whole; nullopt while slices are missing.
  [[nodiscard]] std::optional<TableRecord> whole(std::size_t table) const;

 private:
  struct Table {
    std::set<std::string> missing;  ///< Labels of slices.
    std::map<std::string, TableRecord> loaded;
  };
  [[nodiscard]] static std::optional<TableRecord> sums(const Table& table);

  mutable std::mutex lock_;
  std::map<std::size_t, Table> tables_;
};

}  // namespace lite2pg
