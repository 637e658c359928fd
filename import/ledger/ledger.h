// The ledger: schema "lite2pg" in the target. Which runs there were, what each did, and the plan each followed.
// Everything that resume, publish, rollback, status and verify know about a run they know from here.
// This header reads; import/ledger/writer.h writes.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "import/ledger/rejected_row.h"
#include "import/ledger/run_state.h"
#include "import/postgres/session.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

struct RunRecord {
  std::string id;  ///< "20261121T101500Z-3f9a": sorts by time.
  RunState state = RunState::loading;
  std::string target_schema;   ///< Where publish puts the tables.
  std::string staging_schema;  ///< lite2pg_stage_<run>
  std::string old_schema;      ///< lite2pg_old_<run>; empty unless something was replaced.
  std::string source_path, source_fingerprint, plan_hash, tool_version, started_by, started_at, finished_at;
  std::string message;   ///< Why it failed; empty otherwise.
  std::string settings;  ///< JSON: what a resumed run must do in the same way ({"slices": {"orders": 4}}).
  bool at_work = false;  ///< A process holds the run's lock at this moment, or works on files of the fleet.
};

struct TableRecord {
  std::string table;  ///< Target name.
  std::string slice;  ///< "" for a whole table, else "2/8".
  std::uint64_t rows = 0, bytes = 0;
  std::uint64_t rejected = 0;  ///< Rows set aside under --on-misfit=reject.
  double seconds = 0;
  double ended = 0;  ///< When it was done by the server's clock: seconds since 1970; 0 when not read from the ledger.
  std::uint64_t xid = 0;  ///< The transaction that loaded it, with its epoch: xmin of the rows is its low 32 bits.
};

/// Reads; none of these creates anything. A target without ledger has no runs. Runs come oldest first.
[[nodiscard]] std::vector<RunRecord> ledger_runs(Session& session);
[[nodiscard]] std::optional<Plan> ledger_plan(Session& session, std::string_view run);
/// The plan's JSON text as it stands in the ledger; nullopt when there is no such run.
[[nodiscard]] std::optional<std::string> ledger_plan_text(Session& session, std::string_view run);
/// Of a run's plan what it calls its relations (mapping/plan/relations.h); the rest of the plan, which may be some MB,
/// is not fetched. nullopt when there is no such run. Throws Error(target) when it is no plan.
[[nodiscard]] std::optional<Plan> ledger_relations(Session& session, std::string_view run);
/// What is loaded so far: a row per table or slice.
[[nodiscard]] std::vector<TableRecord> ledger_tables(Session& session, std::string_view run);

/// Begins the reason of a row that was set aside because its foreign key refers to nothing.
inline constexpr std::string_view orphan_words = "no such row in ";
/// Begins the reason of a row that was set aside because it violates a constraint of the target (on_violation).
inline constexpr std::string_view violation_words = "violates ";
/// Rows that were set aside for either reason: what names them in the source ("rowid 42"), by target table.
[[nodiscard]] std::map<std::string, std::vector<std::string>> ledger_orphans(Session& session, std::string_view run);
/// How many rows were set aside because a value did not fit, by target table.
[[nodiscard]] std::map<std::string, std::uint64_t> ledger_misfits(Session& session, std::string_view run);
/// The rows of them that one column of a table did not take.
[[nodiscard]] std::vector<RejectedRow> ledger_misfits_of(Session& session, std::string_view run, std::string_view table,
                                                         std::string_view column);

/// The slices of one table as one record. Its seconds are those in which any of them was loaded: workers that were at
/// it together count once.
[[nodiscard]] TableRecord sum_of(const std::vector<TableRecord>& slices);

/// Throws Error(usage) when there is no such run.
[[nodiscard]] RunState state_of(Session& session, std::string_view run);

/// The run that `id` names, or the latest one in one of `states` when it is empty. Throws Error(usage) when there is
/// none; the message says which states were looked for.
[[nodiscard]] RunRecord find_run(const std::vector<RunRecord>& runs, std::string_view id,
                                 const std::vector<RunState>& states);

}  // namespace lite2pg
