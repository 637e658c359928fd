#include "sync/delta/position.h"

#include <nlohmann/json.hpp>

#include "common/json_text.h"
#include "export/sqlite/snapshot.h"

namespace lite2pg {

using Json = nlohmann::ordered_json;

std::string position_of(const SqliteFile& file) {
  if (file.has_log() || file.mode() != OpenMode::live) return {};
  const FileState s = file.state();
  return json_text(Json{{"device", s.device},
                        {"inode", s.inode},
                        {"size", s.size},
                        {"modified", s.modified_ns},
                        {"changes", s.change_counter}});
}

std::string position_of(const SqliteFile& file, const Snapshot& snapshot) {
  const auto& head = snapshot.log_head();
  if (!file.is_live_log() || !head) return {};
  const FileState s = file.state();
  return json_text(Json{{"device", s.device},
                        {"inode", s.inode},
                        {"salts", head->salts},
                        {"frames", head->frames},
                        {"checksum", head->checksum},
                        {"backfilled", head->backfilled}});
}

std::optional<LastRound> last_round(Session& session, std::string_view run) {
  const auto rows = session.query(
      "SELECT kind, detail->>'position', detail->>'work' FROM lite2pg.event WHERE run = $1 AND kind IN ('round', "
      "'round_begun', 'different') ORDER BY seq DESC LIMIT 1",
      {std::string(run)});
  if (rows.empty() || rows[0][0] != "round" || rows[0][1].value_or("").empty()) return std::nullopt;
  return LastRound{*rows[0][1], std::stod(rows[0][2].value_or("0"))};
}

}  // namespace lite2pg
