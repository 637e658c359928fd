// What a fleet's run tells people and scripts: files done, at work, set aside.
#pragma once

#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "import/ledger/ledger.h"
#include "import/tenants/files.h"
#include "mapping/documents/report.h"

namespace lite2pg {

/// Whether any file of the run is in one of the states.
[[nodiscard]] bool are_any(Session& session, std::string_view run, std::initializer_list<FileStage> states);

/// In the open transaction that publishes: nobody can claim a file from here on. Throws Error(refused) while some file
/// is neither done nor set aside.
void require_nobody_at_work(Session& session, std::string_view run);

/// The files set aside with their reasons, one by one; empty when there are none.
[[nodiscard]] std::string aside_text(const std::vector<AsideFile>& files);
/// "run X: 996 of 1,000 files published to schema public, 4 set aside"
[[nodiscard]] std::string fleet_line(const FleetCounts& counts, const RunRecord& run);

/// The command that drops a run.
[[nodiscard]] std::string cleanup_line(const Target& target, const RunRecord& run);

/// Key "fleet": {"files", "done", "aside": [{"path", "tenant", "kind", "reason"}]}.
void report_fleet(Report& report, Session& session, const RunRecord& run);

/// What --status shows of a fleet's run: counts, who is at work on which file, speed and time left.
[[nodiscard]] std::string fleet_status_text(Session& session, const RunRecord& run);
/// The same as JSON.
[[nodiscard]] nlohmann::ordered_json fleet_status_json(Session& session, const RunRecord& run);

}  // namespace lite2pg
