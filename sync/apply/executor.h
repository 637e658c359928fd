// Makes staged changes in the open transaction: what would touch rows outside is left out first, then one statement
// makes all of them; where the server refuses it, unique values are parked, and at last the changes are made one by
// one, so that those that cannot be made are known.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "import/postgres/copy_stream.h"
#include "sync/apply/statements.h"

namespace lite2pg {

/// A change that cannot be made; it is out of the temporary tables.
struct RefusedChange {
  std::size_t table = 0;  ///< AppliedTable::number.
  std::uint64_t id = 0;
  std::string reason;
};

/// Changes that rows outside the repair refer to: a cascade would touch those, or the server refuse it.
[[nodiscard]] std::vector<RefusedChange> drop_blocked(DataConnection& connection,
                                                      const std::vector<AppliedTable>& tables);

/// Rows whose key others inserted meanwhile, where no unique index would refuse a second one.
[[nodiscard]] std::vector<RefusedChange> drop_taken(DataConnection& connection,
                                                    const std::vector<AppliedTable>& tables);

/// Makes them. Deferred constraints are looked at before it returns. Throws TargetError for what is no fault of a row.
[[nodiscard]] std::vector<RefusedChange> make_changes(DataConnection& connection,
                                                      const std::vector<AppliedTable>& tables);

/// Throws Error(target) when another repair of the database is at work: two would wait for each other's rows.
/// `dry_run`: nothing will be changed.
void require_alone(DataConnection& connection, const Target& target, bool dry_run);

/// The tables' own triggers are off from here to there: a repair puts back what was, and nothing must follow from it.
/// Throws Error(refused) where the role may not do that.
void require_right_to_triggers(const std::vector<AppliedTable>& tables);
void switch_triggers_off(DataConnection& connection, const std::vector<AppliedTable>& tables);
void switch_triggers_on(DataConnection& connection, const std::vector<AppliedTable>& tables);

}  // namespace lite2pg
