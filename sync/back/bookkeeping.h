// SQLite's own tables: the numbers that AUTOINCREMENT gave out, and the planner's statistics.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "import/postgres/session.h"
#include "sync/back/back_plan.h"
#include "sync/sqlite/new_database.h"

namespace lite2pg {

/// By SQLite table: the last number that the target's sequence gave out; tables without one, or with one that the role
/// may not read, are not there. `session` must be in no transaction.
[[nodiscard]] std::map<std::string, std::int64_t> last_numbers(Session& session, const BackPlan& plan);

/// Rows of sqlite_sequence as recorded; a number moves on when the target's did, or when a row has a greater one.
void restore_sequences(NewDatabase& db, const BackPlan& plan, const std::map<std::string, std::int64_t>& last);

/// Rows of sqlite_stat1 (and sqlite_stat4, where this SQLite has it) as recorded; what cannot be is named in `notes`.
void restore_statistics(NewDatabase& db, const Schema& schema, std::vector<std::string>& notes);

}  // namespace lite2pg
