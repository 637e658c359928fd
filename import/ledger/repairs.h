// What lite2pg-sync's repairs record in the ledger: who repaired what, and the rows as they were before.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "import/postgres/session.h"

namespace lite2pg {

struct RepairRecord {
  std::string id;    ///< As a run's: "20261121T101500Z-3f9a".
  std::string kind;  ///< "repair", or "undo" of another one.
  std::string run;   ///< The run whose tables were repaired; empty: none of ours.
  std::string target_schema, source_path, source_fingerprint;
  std::uint64_t inserted = 0, updated = 0, deleted = 0;
  std::set<std::uint32_t> xids;  ///< By which its rows are known.
  std::string undoes;            ///< Of an undo: which repair.
  std::string done_by, done_at;  ///< The server's to fill.
  bool undone = false;
};

/// Makes the tables where they are missing; the ledger must be there.
void ensure_repairs(Session& session);

/// In an open transaction that holds the ledger's tables. `xids` come with finish_repair_sql.
[[nodiscard]] std::string begin_repair_sql(const RepairRecord& repair, std::string_view tool_version);
[[nodiscard]] std::string finish_repair_sql(const RepairRecord& repair);

/// There are such tables, and the role may not read them.
[[nodiscard]] bool repairs_are_closed(Session& session);
/// Oldest first; none without tables. Creates nothing.
[[nodiscard]] std::vector<RepairRecord> ledger_repairs(Session& session);

}  // namespace lite2pg
