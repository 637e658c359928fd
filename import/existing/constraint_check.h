// The target's own constraints as questions: how many of the rows that stand in a table violate each, and which come
// first. For a rehearsal, which takes the constraints off, loads, and asks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/plan/plan.h"

namespace lite2pg {

/// Rows: no constraint, but what a table's types and domains say of each row. All: they could not be listed.
enum class ConstraintKind : std::uint8_t { check, foreign_key, primary_key, unique, exclude, rows, all };
/// "FOREIGN KEY"; "rows", "constraints"
[[nodiscard]] std::string_view name_of(ConstraintKind kind) noexcept;

/// A constraint of a loaded table, or a foreign key of another table that refers to one.
struct TargetConstraint {
  ConstraintKind kind = ConstraintKind::check;
  std::string name, table;
  std::string drop_sql;   ///< Empty: it goes with the constraint that it rests on.
  std::string add_sql;    ///< EXCLUDE alone: it is asked by making it again.
  std::string condition;  ///< CHECK: what must not be false. FOREIGN KEY: what an orphan, t, satisfies. UNIQUE: of
                          ///< which rows.
  std::vector<std::string> keys;          ///< UNIQUE: the expressions that must differ.
  bool nulls_equal = false;               ///< UNIQUE NULLS NOT DISTINCT.
  std::vector<std::string> sample;        ///< Columns by which a row is named.
  std::vector<std::string> columns = {};  ///< That it is about; FOREIGN KEY: those that refer.
  /// A row's own columns decide: it asks for no system column and calls no function of the target that may read others.
  bool by_columns_alone = false;
  std::string parent = {};  ///< FOREIGN KEY: the table that is referred to.
  std::vector<std::string> parent_columns = {};
};

/// What a question's answer says.
struct Violations {
  ConstraintKind kind = ConstraintKind::check;
  std::string name, table;
  std::uint64_t count = 0;        ///< Rows; 0: not counted.
  std::vector<std::string> rows;  ///< The first ones: {"id": 5}.
  std::string message;            ///< The server's own, where it refused.
  std::string columns = {};       ///< That it is about.
  /// Rows that must go for it to hold, as RowCursor::locate() has them; of those that share a key all but the first.
  /// Only where they were asked for.
  std::vector<std::string> places = {};
};

/// One statement, one field: the constraints of the plan's tables in `schema` as JSON.
[[nodiscard]] std::string constraints_sql(const Plan& plan, std::string_view schema);
/// Reads what constraints_sql() gave.
[[nodiscard]] std::vector<TargetConstraint> read_constraints(std::string_view json, const Plan& plan);

/// One statement, one field: {"count": n, "rows": [...]}.
[[nodiscard]] std::string violations_sql(const TargetConstraint& constraint, std::string_view schema);
[[nodiscard]] Violations read_violations(std::string_view json, const TargetConstraint& constraint);

/// For people: a line a constraint.
[[nodiscard]] std::string violations_text(const std::vector<Violations>& violations);

}  // namespace lite2pg
