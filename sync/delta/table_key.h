// The order of a table's rows that both sides share, as SQL: how ranges of keys are named in the target. Pure text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/plan/plan.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// Columns of the target that order a table as its tree in SQLite does: integers, or texts by their bytes.
struct RangeKey {
  std::vector<std::string> columns;  ///< Quoted.
  std::vector<std::string> types;    ///< "bigint", "text COLLATE ..."
  bool indexed = true;               ///< Its primary key's index has this order.
};

/// `staged`: as the table stands in staging (staged_plan). nullopt: the target has no such order: a key of another type
/// or collation, partitions.
[[nodiscard]] std::optional<RangeKey> range_key(const Table& table, const TablePlan& staged);

/// The index that ranges are looked for by where the primary key's has another order, with schema. It stands in staging
/// from the first time it is needed until the freeze drops it.
[[nodiscard]] std::string order_index(std::string_view schema, const TablePlan& table);
[[nodiscard]] std::string create_order_index_sql(const RangeKey& key, std::string_view schema, const TablePlan& table);

/// Columns of the table of ranges: a0 bigint, b0 bigint, ...
[[nodiscard]] std::string range_columns(const RangeKey& key);
/// (1, 20): a row of that table. The values are those of ordered_key().
[[nodiscard]] std::string range_row(const std::vector<OwnedValue>& first, const std::vector<OwnedValue>& last);
/// (t."id") >= (r.a0) AND (t."id") <= (r.b0)
[[nodiscard]] std::string in_range(const RangeKey& key, std::string_view row, std::string_view range);
/// c."id" = t."id" AND ...
[[nodiscard]] std::string same_key(const RangeKey& key, std::string_view a, std::string_view b);

}  // namespace lite2pg
