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

/// Reads all leaves of the table. A table whose leaves cannot be told apart is read row by row under `seed`.
/// Throws Error(source), TargetError.
[[nodiscard]] LeafChanges find_changes(PageSource& source, const Table& table, const TablePlan& plan,
                                       std::uint64_t seed, DataConnection& connection, std::string_view run);

/// The ranges, in the order of keys, none touching another.
[[nodiscard]] std::vector<KeyInterval> intervals_of(const LeafChanges& changes);

}  // namespace lite2pg
