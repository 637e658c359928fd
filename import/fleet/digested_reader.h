// The rows that a load reads, digested on their way: what the ledger keeps of each file, beside its rows.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "export/rows/row_source.h"
#include "mapping/choice/source_row.h"
#include "mapping/plan/plan.h"
#include "mapping/value/digest.h"

namespace lite2pg {

/// The columns that come from the source, as verify compares them.
[[nodiscard]] TablePlan compared_columns(const TablePlan& plan);

/// Reads one table. One thread.
class DigestedReader final : public Reader {
 public:
  /// `columns`: compared_columns(); outlives the reader.
  DigestedReader(Reader& reader, const TablePlan& columns, std::uint64_t seed)
      : reader_(reader), row_(columns), hasher_(seed, {}) {}

  /// Begins the digest anew: an error's place is looked for by a second scan.
  std::unique_ptr<RowCursor> scan(const Table& table, const Slice& slice) override;
  void add(Row row) {
    row_.read(row, hasher_.encoder());
    sum_ += hasher_.hash().row;
    ++rows_;
  }
  [[nodiscard]] std::uint64_t rows() const noexcept { return rows_; }
  /// When all rows were read: 32 hex digits.
  [[nodiscard]] std::string total() const { return to_hex(sum_); }

 private:
  Reader& reader_;
  SourceRowReader row_;
  RowHasher hasher_;
  std::uint64_t rows_ = 0;
  Hash128 sum_;
};

}  // namespace lite2pg
