#include "mapping/choice/rejecting_columns.h"

#include <algorithm>

#include "mapping/codec/encode/encode.h"

namespace lite2pg {

RejectingColumns::RejectingColumns(const std::vector<ColumnPlan>& columns) {
  for (const ColumnPlan& c : columns)
    if (c.rejects_rows()) columns_.push_back({&c, ValueCheck(c), ColumnStandIn(c)});
}

const ColumnPlan* RejectingColumns::refusing(Row row) {
  const auto refuses = [&](const Rejecting& c) {
    return !takes(c, row[static_cast<std::size_t>(c.plan->source_index)]);
  };
  const auto found = std::ranges::find_if(columns_, refuses);
  return found == columns_.end() ? nullptr : found->plan;
}

bool RejectingColumns::takes(const Rejecting& column, const Value& source) {
  const Value v = column.stand_in.is_needed() ? column.stand_in.of(source) : source;
  if (v.is_null()) return column.plan->takes_null();
  field_.clear();
  const Encoded e = encode(column.plan->codec, v, field_);
  if (e.misfit != Misfit::none) return false;
  if (e.null) return column.plan->takes_null();
  return !column.check.is_needed() || column.check.check(field_.view()) == Misfit::none;
}

}  // namespace lite2pg
