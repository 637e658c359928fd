// What is kept of each leaf of a table's tree, so that a later state of the file tells which rows are others: its
// fingerprint, where it begins and ends, and the digest of its rows. A fingerprint alone would not do: what rows went
// with a leaf cannot be told from it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "common/error.h"
#include "export/pages/source.h"
#include "mapping/plan/plan.h"
#include "mapping/value/digest.h"

namespace lite2pg {

struct LeafRecord {
  Hash128 fingerprint;  ///< LeafMark's.
  std::uint64_t rows = 0;
  Hash128 sum;              ///< Of the rows' hashes (RowHash::row), modulo 2^128.
  std::string first, last;  ///< ordered_key() of its first and last row; both empty: the record is of a whole table.
};

/// How a table's leaves are told apart.
enum class LeafForm : std::uint8_t {
  by_key,  ///< A record a leaf, in the order of keys.
  whole,   ///< One record: its pages cannot be read here, or its keys have no order that is ours too.
};

/// Thrown when the pages of a table that was to be read by leaf are not as expected: then it is read whole.
class LeavesSurprise : public Error {
 public:
  explicit LeavesSurprise(const std::string& table)
      : Error(ExitCode::source, "table '" + table + "': its pages are not as expected") {}
};

/// By schema and file alone; the rows may still not fit (LeavesSurprise).
[[nodiscard]] LeafForm leaf_form(PageSource& source, const Table& table);

/// The columns of a table whose values both sides can compare, in the plan's order: those that digests cover.
[[nodiscard]] TablePlan digest_plan(const TablePlan& table);

/// Calls `each` for the records of a table, without `sum`, in the order of keys. Throws LeavesSurprise, Error(source).
void each_leaf_mark(PageSource& source, const Table& table, const std::function<void(LeafRecord&&)>& each);

/// The same with `sum`, under `seed`: reads every row. `form` whole: one record, whose fingerprint is the sum itself.
void each_leaf_record(PageSource& source, const Table& table, const TablePlan& plan, std::uint64_t seed, LeafForm form,
                      const std::function<void(LeafRecord&&)>& each);

}  // namespace lite2pg
