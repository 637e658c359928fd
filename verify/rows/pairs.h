// Tables without a key: which missing row may have become which extra one. A hint for people; verdicts never use it.
#pragma once

#include <string>
#include <vector>

#include "mapping/plan/plan.h"
#include "verify/rows/collector.h"
#include "verify/rows/text.h"

namespace lite2pg {

class RowPairs {
 public:
  /// `left` must outlive it. Of many rows on a side only the first are candidates; none in a table with a key.
  RowPairs(const TablePlan& table, const std::vector<LeftRow>& left);

  /// "perhaps a changed row: column demand (float4 rounding)" when a row of the other side is like `row` in most
  /// columns, or differs in ways that all have a probable cause; else empty.
  [[nodiscard]] std::string cause(const LeftRow& row) const;

 private:
  using Fields = std::vector<RowDecoder::Field>;

  const TablePlan& table_;
  std::vector<Fields> missing_, extra_;
};

}  // namespace lite2pg
