#include "import/fleet/outcome.h"

#include <nlohmann/json.hpp>

#include "common/text.h"
#include "common/text_table.h"
#include "import/tenants/settings.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

using Json = nlohmann::ordered_json;

struct AtWork {
  std::string worker, path;
  double seconds = 0;
};

std::vector<AtWork> at_work(Session& session, std::string_view run) {
  std::vector<AtWork> all;
  for (const Fields& row :
       session.query("SELECT worker, path, extract(epoch FROM pg_catalog.clock_timestamp() - changed_at) FROM "
                     "lite2pg.fleet_file WHERE run = $1 AND state IN ('surveying', 'loading') ORDER BY worker, file",
                     {std::string(run)})) {
    all.push_back({row[0].value_or(""), row[1].value_or(""), std::stod(row[2].value_or("0"))});
  }
  return all;
}

struct Speed {
  double rows = 0, bytes = 0;  ///< A second, over the last half minute.
};

Speed speed_of(Session& session, std::string_view run) {
  const auto rows = session.query(
      "SELECT coalesce(pg_catalog.sum(rows), 0), coalesce(pg_catalog.sum(bytes), 0), coalesce(extract(epoch FROM "
      "pg_catalog.clock_timestamp() - pg_catalog.min(changed_at)), 0) FROM lite2pg.fleet_file WHERE run = $1 AND state "
      "= 'done' AND changed_at > pg_catalog.clock_timestamp() - interval '30 seconds'",
      {std::string(run)});
  const double seconds = std::stod(rows[0][2].value_or("0"));
  if (seconds <= 0) return {};
  return {std::stod(rows[0][0].value_or("0")) / seconds, std::stod(rows[0][1].value_or("0")) / seconds};
}

double seconds_left(const FleetCounts& counts, const Speed& speed) {
  if (speed.rows <= 0 || counts.rows_known <= counts.rows_done) return 0;
  return static_cast<double>(counts.rows_known - counts.rows_done) / speed.rows;
}

std::string files_text(std::uint64_t n) { return with_thousands(n) + (n == 1 ? " file" : " files"); }

Json aside_json(Session& session, const RunRecord& run) {
  Json aside = Json::array();
  for (const AsideFile& f : aside_files(session, run.id)) {
    aside.push_back(
        {{"path", f.path}, {"tenant", f.tenant}, {"kind", name_of(f.reason.kind)}, {"reason", f.reason.text}});
  }
  return aside;
}

}  // namespace

bool are_any(Session& session, std::string_view run, std::initializer_list<FileStage> states) {
  std::string list;
  for (const FileStage s : states) list += (list.empty() ? "" : ", ") + quote_literal(name_of(s));
  return !session
              .query("SELECT FROM lite2pg.fleet_file WHERE run = $1 AND state IN (" + list + ") LIMIT 1",
                     {std::string(run)})
              .empty();
}

void require_nobody_at_work(Session& session, std::string_view run) {
  session.execute("LOCK TABLE lite2pg.fleet_file IN SHARE MODE");
  using enum FileStage;
  if (!are_any(session, run, {listed, surveying, surveyed, loading})) return;
  throw Error(ExitCode::refused, "run " + std::string(run) + ": files are still to be loaded; nothing was published",
              "call with --fleet to go on with it");
}

std::string aside_text(const std::vector<AsideFile>& files) {
  if (files.empty()) return {};
  std::string text = "Set aside:\n\n";
  for (const AsideFile& file : files) {
    text += file.path + " (tenant " + file.tenant + "): " + std::string(name_of(file.reason.kind)) + "\n";
    for (std::size_t begin = 0; begin < file.reason.text.size();) {
      const std::size_t end = std::min(file.reason.text.find('\n', begin), file.reason.text.size());
      text += "  " + file.reason.text.substr(begin, end - begin) + "\n";
      begin = end + 1;
    }
  }
  return text + "\n";
}

std::string fleet_line(const FleetCounts& counts, const RunRecord& run) {
  const bool published = run.state == RunState::published;
  const auto settings = fleet_settings(run);
  const bool by_schema = settings && settings->layout == FleetLayout::schema;
  std::string text = "run " + run.id + ": " + with_thousands(counts.done) + " of " + files_text(counts.all()) +
                     (published && by_schema ? " published to schemas of their own"
                      : published            ? " published to schema " + run.target_schema
                                  : " staged in schema " + run.staging_schema + "; --publish moves them to schema " +
                                        run.target_schema);
  if (counts.aside > 0) text += ", " + with_thousands(counts.aside) + " set aside";
  return text + "\n";
}

std::string cleanup_line(const Target& target, const RunRecord& run) {
  return "lite2pg-import '" + target.display() + "' --cleanup --run " + run.id;
}

void report_fleet(Report& report, Session& session, const RunRecord& run) {
  const FleetCounts counts = fleet_counts(session, run.id);
  report.facts.set("fleet", {{"files", counts.all()}, {"done", counts.done}, {"aside", aside_json(session, run)}});
}

std::string fleet_status_text(Session& session, const RunRecord& run) {
  const FleetCounts c = fleet_counts(session, run.id);
  const Speed speed = speed_of(session, run.id);
  std::string text = "files      " + with_thousands(c.done) + " of " + with_thousands(c.all()) + " loaded, " +
                     with_thousands(c.surveyed + c.loading) + " surveyed, " + with_thousands(c.listed + c.surveying) +
                     " to be surveyed, " + with_thousands(c.aside) + " set aside\n";
  text += "rows       " + with_thousands(c.rows_done) + " of " + with_thousands(c.rows_known) + " known\n";
  if (speed.rows > 0) {
    text += "speed      " + with_thousands(static_cast<std::uint64_t>(speed.rows)) + " rows/s, " +
            human_bytes(static_cast<std::uint64_t>(speed.bytes)) + "/s\n";
    if (const double left = seconds_left(c, speed); left > 0) text += "left       about " + human_seconds(left) + "\n";
  }
  for (const AtWork& w : at_work(session, run.id)) {
    text += "at work    " + w.worker + ": " + w.path + ", for " + human_seconds(w.seconds) + "\n";
  }
  for (const AsideFile& f : aside_files(session, run.id)) {
    text += "set aside  " + f.path + " (" + std::string(name_of(f.reason.kind)) + ")\n";
  }
  return text;
}

nlohmann::ordered_json fleet_status_json(Session& session, const RunRecord& run) {
  const FleetCounts c = fleet_counts(session, run.id);
  const Speed speed = speed_of(session, run.id);
  Json work = Json::array();
  for (const AtWork& w : at_work(session, run.id)) {
    work.push_back({{"worker", w.worker}, {"path", w.path}, {"seconds", w.seconds}});
  }
  return {{"files", c.all()},
          {"done", c.done},
          {"loading", c.loading},
          {"surveyed", c.surveyed},
          {"listed", c.listed + c.surveying},
          {"rows_done", c.rows_done},
          {"rows_known", c.rows_known},
          {"rows_per_second", speed.rows},
          {"bytes_per_second", speed.bytes},
          {"seconds_left", seconds_left(c, speed)},
          {"at_work", work},
          {"aside", aside_json(session, run)}};
}

}  // namespace lite2pg
