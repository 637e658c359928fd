// The ledger: schema "lite2pg" in the target. Which runs there were, what each did, and the plan each followed.
// Everything that resume, publish, rollback, status and verify know about a run they know from here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "import/session.h"
#include "mapping/plan.h"

namespace lite2pg {

enum class RunState : std::uint8_t { loading, staged, published, rolled_back, failed };
[[nodiscard]] std::string_view name_of(RunState s) noexcept;

struct RunRecord {
  std::string id;  ///< "20261121T101500Z-3f9a": sorts by time, safe in a schema name.
  RunState state = RunState::loading;
  std::string target_schema;   ///< Where publish puts the tables.
  std::string staging_schema;  ///< lite2pg_stage_<run>
  std::string old_schema;      ///< lite2pg_old_<run>; empty unless something was replaced.
  std::string source_path, source_fingerprint, plan_hash, tool_version, started_by, started_at, finished_at;
};

struct TableRecord {
  std::string table;  ///< Target name.
  std::string slice;  ///< "" for a whole table.
  std::uint64_t rows = 0, bytes = 0;
  double seconds = 0;
  std::uint64_t xid = 0;  ///< The transaction that loaded it (xmin of its rows).
};

/// Reads; none of these creates anything. A target without ledger has no runs.
[[nodiscard]] std::vector<RunRecord> ledger_runs(Session& session);
[[nodiscard]] std::optional<Plan> ledger_plan(Session& session, std::string_view run);
[[nodiscard]] std::vector<TableRecord> ledger_tables(Session& session, std::string_view run);

}  // namespace lite2pg
