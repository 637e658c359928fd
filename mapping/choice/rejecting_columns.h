// Which rows a plan sets aside because a value does not fit (on_misfit = "reject"), found from the row itself: whoever
// reads the source after a load need not believe what the load wrote down.
#pragma once

#include <vector>

#include "mapping/choice/stand_in.h"
#include "mapping/choice/value_check.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// One thread. What the server alone refuses (types without codec, domains, CHECKs) is not known here.
class RejectingColumns {
 public:
  RejectingColumns() = default;
  /// Of the columns those count that set rows aside; their source_index is into the rows that will be shown.
  explicit RejectingColumns(const std::vector<ColumnPlan>& columns);

  [[nodiscard]] bool empty() const noexcept { return columns_.empty(); }
  /// The first column that does not take its value of `row`, as it was given to the constructor; nullptr: none.
  [[nodiscard]] const ColumnPlan* refusing(Row row);

 private:
  struct Rejecting {
    const ColumnPlan* plan;
    ValueCheck check;
    ColumnStandIn stand_in;
  };
  [[nodiscard]] bool takes(const Rejecting& column, const Value& source);

  std::vector<Rejecting> columns_;
  FieldBuffer field_;
};

}  // namespace lite2pg
