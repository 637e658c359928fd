// What of a table is not as its recorded leaves say: which leaves went, which came, and the ranges of keys that hold
// all rows of both.
//
// Equal leaves hold equal rows under equal keys, so a leaf that stands in both lists stands outside of every range: in
// the old state no row of it lies between those of a leaf that went, in the new one none between those of a leaf that
// came. So the rows of the ranges are, before, those of the leaves that went, and now those of the leaves that came.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "import/live/leaf_record.h"
#include "import/live/leaf_store.h"

namespace lite2pg {

struct KeyInterval {
  std::string first, last;          ///< ordered_key(), both included.
  std::uint64_t rows = 0;           ///< That the source holds there now.
  std::size_t from = 0, until = 0;  ///< Of LeafChanges::come.
};

struct LeafChanges {
  std::vector<LeafRecord> gone, come;  ///< In the order of keys; `sum` of those that came is not known yet.
  LeafTotal kept;                      ///< What stands in both.
  std::uint64_t leaves = 0;            ///< Of the table now.
  std::uint64_t rows = 0;              ///< The same.
  bool whole = false;                  ///< The table is one record: it is loaded anew when anything differs.
  [[nodiscard]] bool any() const noexcept { return !gone.empty() || !come.empty(); }
  [[nodiscard]] std::uint64_t rows_come() const noexcept;
  [[nodiscard]] std::uint64_t rows_gone() const noexcept;
};

/// Compares two lists of leaves, each in the order of keys, as they come.
class LeafMerge {
 public:
  /// The next one of the old state; only when it is wanted.
  void recorded(LeafRecord&& leaf);
  [[nodiscard]] bool wants_recorded() const noexcept { return !old_; }
  /// The next one of the new state; with `used` false another one of the old state must be seen first.
  void now(LeafRecord&& leaf, bool& used);
  /// No leaf of the new state is left: the one of the old state that was given is gone.
  void gone();
  LeafChanges end();

 private:
  std::optional<LeafRecord> old_;
  LeafChanges changes_;
};

/// The recorded leaves of one table, from the first on as often as they are asked for.
class LeafFeed {
 public:
  virtual ~LeafFeed() = default;
  virtual void begin() = 0;
  /// False at the end.
  virtual bool next(LeafRecord& leaf) = 0;
};

/// From the ledger, as they come. Its connection does nothing else meanwhile.
class StoredFeed final : public LeafFeed {
 public:
  StoredFeed(DataConnection& connection, std::string run, std::string table)
      : connection_(connection), run_(std::move(run)), table_(std::move(table)) {}
  void begin() override { stored_.emplace(connection_, run_, table_); }
  bool next(LeafRecord& leaf) override { return stored_->next(leaf); }

 private:
  DataConnection& connection_;
  std::string run_, table_;
  std::optional<StoredLeaves> stored_;
};

/// Out of memory, for threads that have no connection.
class KeptFeed final : public LeafFeed {
 public:
  explicit KeptFeed(const std::vector<LeafRecord>& leaves) : leaves_(leaves) {}
  void begin() override { at_ = 0; }
  bool next(LeafRecord& leaf) override {
    if (at_ == leaves_.size()) return false;
    leaf = leaves_[at_++];
    return true;
  }

 private:
  const std::vector<LeafRecord>& leaves_;
  std::size_t at_ = 0;
};

/// Reads all leaves of the table. A table whose leaves cannot be told apart is read row by row under `seed`. Any
/// thread. Throws Error(source), TargetError.
[[nodiscard]] LeafChanges find_changes(PageSource& source, const Table& table, const TablePlan& plan,
                                       std::uint64_t seed, LeafFeed& recorded);

/// The ranges, in the order of keys, none touching another.
[[nodiscard]] std::vector<KeyInterval> intervals_of(const LeafChanges& changes);

}  // namespace lite2pg
