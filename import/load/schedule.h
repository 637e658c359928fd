// Which piece of work comes next: a pure list scheduler over items with costs, dependencies and table locks. The load
// runs by it, and tests simulate it with any number of workers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace lite2pg {

/// How an item's statement locks a table, as far as items hinder each other: CREATE INDEX (SHARE) runs beside others of
/// its kind; COPY with TRUNCATE, ALTER TABLE, ADD FOREIGN KEY and ANALYZE stand alone
/// (https://www.postgresql.org/docs/15/explicit-locking.html, table 13.2).
enum class TableLock : std::uint8_t { shared, exclusive };

struct WorkItem {
  double cost = 0;                      ///< Estimated seconds; only the proportions matter.
  std::vector<std::size_t> after = {};  ///< Items that must be done first; smaller numbers than the item's own.
  std::vector<std::pair<std::size_t, TableLock>> locks = {};  ///< Table number and lock; each table once.
};

/// Hands out items so that the longest chain of work starts first. Not thread-safe: its user locks.
class Schedule {
 public:
  /// Throws std::invalid_argument when an item depends on itself or a later one.
  explicit Schedule(std::vector<WorkItem> items);

  /// The ready item with the longest chain of work behind it that no running item's lock stands against; marks it as
  /// running. nullopt: nothing can start now; when nothing is running either, everything is done.
  [[nodiscard]] std::optional<std::size_t> start_next();
  /// Marks a running item as done; what waited for it becomes ready.
  void finish(std::size_t item);
  /// Marks a running item as failed: whatever depends on it, directly or not, will never start.
  void fail(std::size_t item);

  [[nodiscard]] bool all_done() const noexcept { return unfinished_ == 0; }

 private:
  struct Locks {
    std::size_t shared = 0;
    bool exclusive = false;
  };
  [[nodiscard]] bool can_lock(const WorkItem& item) const;
  void lock(const WorkItem& item);
  void unlock(const WorkItem& item);
  void drop(std::size_t item);

  std::vector<WorkItem> items_;
  std::vector<std::vector<std::size_t>> dependents_;
  std::vector<std::size_t> waiting_for_;  ///< Unfinished dependencies of each item.
  std::vector<double> chain_;             ///< Cost of the longest chain that begins with the item.
  std::vector<bool> dropped_;
  std::vector<std::size_t> ready_;
  std::vector<Locks> locks_;
  std::size_t unfinished_ = 0;
};

/// When which worker does what.
struct Placement {
  std::size_t item = 0, worker = 0;
  double start = 0, end = 0;
};

/// Plays the schedule with `workers` workers whose items take exactly their cost. In the order of start.
[[nodiscard]] std::vector<Placement> simulate(const std::vector<WorkItem>& items, std::size_t workers);

/// Into how many slices each table of these costs is cut for `workers` workers: 1 unless a table is so much larger than
/// an even share that workers would stand idle. A slice is loaded without FREEZE, so small gains are not worth it.
[[nodiscard]] std::vector<std::size_t> slice_counts(const std::vector<double>& costs, std::size_t workers);

}  // namespace lite2pg
