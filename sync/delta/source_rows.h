// Source rows on their way into a COPY of a round, added up as they pass: both sides of the proof start here.
#pragma once

#include "export/rows/row_source.h"
#include "import/live/row_sums.h"
#include "import/load/row_writer.h"
#include "import/postgres/copy_stream.h"

namespace lite2pg {

/// A value of a round does not fit the column that the first rows chose.
class RoundMisfit : public Error {
 public:
  using Error::Error;
};

/// Of one table; one thread.
class SourceRows {
 public:
  /// `plan`, `digest` (its digest_plan) outlive this object. The connection is in a COPY of the table.
  SourceRows(const TablePlan& plan, const TablePlan& digest, std::uint64_t seed, DataConnection& connection)
      : plan_(plan), writer_(plan), sums_(digest, seed), connection_(connection) {}

  /// Sends the next `rows` rows of the cursor, or all; how many there were. Throws RoundMisfit, TargetError.
  std::uint64_t send(RowCursor& cursor, std::uint64_t rows);
  /// Sends what is left in the buffer.
  void flush();

  /// Of the rows since the last clear().
  [[nodiscard]] RowSums& sums() noexcept { return sums_; }

 private:
  [[noreturn]] void refuse(const RowCursor& cursor, Row row, RowMisfit misfit) const;

  const TablePlan& plan_;
  RowWriter writer_;
  RowSums sums_;
  DataConnection& connection_;
  FieldBuffer buffer_;
};

}  // namespace lite2pg
