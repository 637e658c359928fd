// The commonest statement of a trigger: UPDATE t SET ... WHERE id = NEW.id, which changes the row that fired it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mapping/plan/plan.h"
#include "mapping/sql/parser/trigger_statement.h"

namespace lite2pg {

struct OwnRow {
  std::vector<int> key;                 ///< Columns of the source table by which PostgreSQL finds the row.
  bool by_old = false;                  ///< OLD's key is asked for: no row any more where the key itself was changed.
  std::vector<const Expr*> conditions;  ///< What else WHERE asks of the row.
};

/// nullopt when the statement may reach other rows than the one that fires the trigger, or when PostgreSQL has no key
/// without NULL to find it by.
[[nodiscard]] std::optional<OwnRow> own_row(const UpdateStep& step, const CreateTrigger& trigger, const TablePlan& plan,
                                            const Table& table);

/// The parts of a condition that AND joins.
[[nodiscard]] std::vector<const Expr*> conjuncts(const Expr& e);
/// The columns that the condition sets equal to something that does not read the table itself: column = NEW.x,
/// column = 5. At most one row answers when they cover a key.
[[nodiscard]] std::vector<int> fixed_columns(const Expr& where, const Table& table);
/// Whether the columns cover the INTEGER PRIMARY KEY, the PRIMARY KEY or a unique index over plain columns.
[[nodiscard]] bool covers_key(const std::vector<int>& columns, const Table& table);

/// Whether it is NEW.x or OLD.x.
[[nodiscard]] bool is_row_name(const Expr& e) noexcept;
/// The column that NEW.x, OLD.x, x or t.x means in the table; -1 for the hidden rowid, nullopt for everything else.
[[nodiscard]] std::optional<int> column_of(const Expr& name, const Table& table);

}  // namespace lite2pg
