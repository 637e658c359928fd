#include "import/ledger/sync_status.h"

#include <nlohmann/json.hpp>

#include "common/json_text.h"
#include "common/text.h"
#include "common/text_table.h"

namespace lite2pg {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* events_sql =
    "SELECT kind, pg_catalog.to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), detail::text FROM "
    "lite2pg.event WHERE run = $1 AND kind IN ('round', 'round_begun', 'frozen', 'settled') ORDER BY seq";

void read_round(LiveStatus& status, const std::string& at, const std::string& detail) {
  const Json d = try_ordered_json(detail);
  status.last_round = at;
  status.cut_off = false;
  if (!d.is_object()) return;
  const auto count = [&](const char* key) { return d.value(key, std::uint64_t{0}); };
  status.inserted = count("inserted");
  status.updated = count("updated");
  status.deleted = count("deleted");
  status.leaves = count("leaves");
  status.leaves_changed = count("changed");
  status.seconds = d.value("seconds", 0.0);
  status.freeze_estimate = d.value("freeze_estimate", 0.0);
}

bool is_live(const RunRecord& run) {
  const Json settings = try_ordered_json(run.settings);
  return settings.is_object() && settings.contains("live");
}

}  // namespace

std::optional<LiveStatus> live_status(Session& session, const RunRecord& run) {
  if (!is_live(run)) return std::nullopt;
  LiveStatus status;
  for (const Fields& row : session.query(events_sql, {run.id})) {
    const std::string kind = row[0].value_or(""), at = row[1].value_or("");
    if (kind == "round_begun") status.cut_off = true;
    if (kind == "frozen") status.frozen = at;
    if (kind == "settled") status.settled = true;
    if (kind != "round") continue;
    ++status.rounds;
    read_round(status, at, row[2].value_or("{}"));
  }
  return status;
}

std::string describe(const LiveStatus& s) {
  std::string text = "rounds     " + with_thousands(s.rounds);
  if (!s.last_round.empty())
    text += ", the last at " + s.last_round + ": " + with_thousands(s.inserted) + " rows inserted, " +
            with_thousands(s.updated) + " updated, " + with_thousands(s.deleted) + " deleted; " +
            with_thousands(s.leaves_changed) + " of " + with_thousands(s.leaves) + " leaves changed; " +
            human_seconds(s.seconds);
  text += "\n";
  if (s.cut_off) text += "round      one has begun and not ended\n";
  if (s.frozen.empty() && !s.last_round.empty())
    text += "freeze     would have lasted about " + human_seconds(s.freeze_estimate) + " then\n";
  if (!s.frozen.empty())
    text += "frozen     " + s.frozen + (s.settled ? "" : ", foreign keys not validated yet") + "\n";
  return text;
}

std::string describe(const std::vector<RepairRecord>& repairs) {
  if (repairs.empty()) return "";
  TextTable table({{"repair"},
                   {"kind"},
                   {"of run"},
                   {"schema"},
                   {"inserted", Align::right},
                   {"updated", Align::right},
                   {"deleted", Align::right},
                   {"by"},
                   {"at"}});
  for (const RepairRecord& r : repairs) {
    const std::string kind = r.kind == "undo" ? "undo of " + r.undoes : r.undone ? "repair, undone" : "repair";
    table.add_row({r.id, kind, r.run, r.target_schema, with_thousands(r.inserted), with_thousands(r.updated),
                   with_thousands(r.deleted), r.done_by, r.done_at});
  }
  return "\n" + table.str();
}

nlohmann::ordered_json to_json(const LiveStatus& s) {
  return {{"rounds", s.rounds},
          {"last_round", s.last_round},
          {"rows_inserted", s.inserted},
          {"rows_updated", s.updated},
          {"rows_deleted", s.deleted},
          {"leaves", s.leaves},
          {"leaves_read", s.leaves_changed},
          {"seconds", s.seconds},
          {"freeze_estimate_seconds", s.freeze_estimate},
          {"cut_off", s.cut_off},
          {"frozen", s.frozen},
          {"settled", s.settled}};
}

nlohmann::ordered_json to_json(const std::vector<RepairRecord>& repairs) {
  Json list = Json::array();
  for (const RepairRecord& r : repairs) {
    list.push_back({{"repair", r.id},
                    {"kind", r.kind},
                    {"run", r.run},
                    {"schema", r.target_schema},
                    {"source", r.source_path},
                    {"rows_inserted", r.inserted},
                    {"rows_updated", r.updated},
                    {"rows_deleted", r.deleted},
                    {"undoes", r.undoes},
                    {"undone", r.undone},
                    {"by", r.done_by},
                    {"at", r.done_at}});
  }
  return list;
}

}  // namespace lite2pg
