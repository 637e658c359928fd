// Counts and adds up source rows as digests do: each row's hash, modulo 2^128, in whatever order they come.
#pragma once

#include <cstdint>

#include "mapping/choice/source_row.h"
#include "mapping/plan/plan.h"
#include "mapping/value/digest.h"

namespace lite2pg {

/// One thread.
class RowSums {
 public:
  /// `plan`: of the columns that count (digest_plan); outlives this object.
  RowSums(const TablePlan& plan, std::uint64_t seed) : reader_(plan), hasher_(seed, {}) {}

  /// `row` has all columns of the source table.
  void add(Row row) {
    reader_.read(row, hasher_.encoder());
    sum_ += hasher_.hash().row;
    ++rows_;
  }
  void clear() noexcept {
    rows_ = 0;
    sum_ = {};
  }
  [[nodiscard]] std::uint64_t rows() const noexcept { return rows_; }
  [[nodiscard]] const Hash128& sum() const noexcept { return sum_; }

 private:
  SourceRowReader reader_;
  RowHasher hasher_;
  std::uint64_t rows_ = 0;
  Hash128 sum_;
};

}  // namespace lite2pg
