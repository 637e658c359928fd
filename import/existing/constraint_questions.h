// What the server alone can say of rows before they are loaded: whether a CHECK over several columns refuses one, and
// which rows a unique key takes for the same. Statements that read nothing but the rows that are bound to them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "import/existing/constraint_check.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// One statement; $1 is [{"n": 0, "c0": "text", "c1": null}, ...] with the constraint's columns in their order.
/// Gives the numbers of the rows that the CHECK refuses.
[[nodiscard]] std::string refused_rows_sql(const TargetConstraint& check, const TablePlan& table);
/// As above: the number of each row that the unique key is about, and a hash: keys that are equal have the same.
[[nodiscard]] std::string key_hashes_sql(const TargetConstraint& unique, const TablePlan& table);
/// As above: how many rows share a key, and which key, {"lower(name)": "ann"}.
[[nodiscard]] std::string equal_keys_sql(const TargetConstraint& unique, const TablePlan& table);

/// As above: of the rows that share a key, all but the first.
[[nodiscard]] std::string repeated_keys_sql(const TargetConstraint& unique, const TablePlan& table);

/// Whether rows of the source decide the CHECK or unique key, and a batch of them can be shown to the server.
[[nodiscard]] bool is_askable(const TargetConstraint& constraint, const TablePlan& table);
/// The same of a foreign key: both sides' columns are of one type.
[[nodiscard]] bool is_askable(const TargetConstraint& foreign_key, const TablePlan& table, const TablePlan& parent);
/// Either side of a foreign key as a key, for key_hashes_sql().
[[nodiscard]] TargetConstraint referring(const TargetConstraint& foreign_key);
[[nodiscard]] TargetConstraint referred(const TargetConstraint& foreign_key);
/// Whether the source itself warrants it: by a unique key of its own or a foreign key over the same columns, or because
/// the column's values are asked for one by one (server_reading.h).
[[nodiscard]] bool is_warranted(const TargetConstraint& constraint, const TablePlan& table, const Table& source,
                                const Plan& plan);

/// The fields of a line of COPY's text format that stand at these places; NULL is nullopt.
[[nodiscard]] std::vector<std::optional<std::string>> copied_fields(std::string_view line,
                                                                    const std::vector<std::size_t>& places);

}  // namespace lite2pg
