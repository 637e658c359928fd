// A source row's way into the row encoding: the planned columns in their order, each in canonical form where its codec
// is not exact.
#pragma once

#include <string>
#include <vector>

#include "mapping/choice/stand_in.h"
#include "mapping/plan/plan.h"
#include "mapping/value/row_encoding.h"

namespace lite2pg {

/// One thread; nothing is allocated a value.
class SourceRowReader {
 public:
  /// `table` must outlive the reader; all its columns come from the source (source_index >= 0).
  explicit SourceRowReader(const TablePlan& table);
  /// Fills `encoder` (cleared first). `row` has all columns of the source table.
  void read(Row row, RowEncoder& encoder);

 private:
  struct Part {
    std::size_t column;
    const Codec* codec;  ///< nullptr: the value as it stands.
    std::string scratch;
    ColumnStandIn stand_in;
  };
  std::vector<Part> parts_;
};

}  // namespace lite2pg
