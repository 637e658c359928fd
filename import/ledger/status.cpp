#include "import/ledger/status.h"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "common/json_text.h"
#include "common/text.h"
#include "common/text_table.h"
#include "import/ledger/fleet_work.h"

namespace lite2pg {
namespace {

using Json = nlohmann::ordered_json;

/// The state as people see it: a run that loads may have lost its process.
std::string shown_state(const RunRecord& run) {
  if (run.state != RunState::loading) return std::string(name_of(run.state));
  return run.at_work ? "loading" : "stopped";
}

std::vector<CurrentCopy> current_copies(Session& session, const std::string& run) {
  std::vector<CurrentCopy> copies;
  for (const Fields& row : session.query("SELECT c.relname, p.tuples_processed FROM pg_stat_progress_copy p "
                                         "JOIN pg_stat_activity a ON a.pid = p.pid JOIN pg_class c ON c.oid = p.relid "
                                         "WHERE p.datname = current_database() AND a.application_name = $1",
                                         {"lite2pg import " + run})) {
    copies.push_back({row[0].value_or(""), count_of(row, 1)});
  }
  return copies;
}

/// https://www.postgresql.org/docs/15/progress-reporting.html
std::vector<CurrentStatement> current_statements(Session& session, const std::string& run) {
  std::vector<CurrentStatement> statements;
  for (const Fields& row :
       session.query("SELECT left(a.query, 100), extract(epoch FROM clock_timestamp() - a.query_start), "
                     "CASE WHEN i.blocks_total > 0 THEN 100.0 * i.blocks_done / i.blocks_total "
                     "WHEN i.tuples_total > 0 THEN 100.0 * i.tuples_done / i.tuples_total END "
                     "FROM pg_stat_activity a LEFT JOIN pg_stat_progress_create_index i ON i.pid = a.pid "
                     "WHERE a.datname = current_database() AND a.application_name = $1 AND a.state = 'active' "
                     "AND NOT EXISTS (SELECT FROM pg_stat_progress_copy p WHERE p.pid = a.pid) ORDER BY a.query_start",
                     {"lite2pg import " + run})) {
    statements.push_back({row[0].value_or(""), std::stod(row[1].value_or("0")), std::stod(row[2].value_or("-1"))});
  }
  return statements;
}

/// What the run noted of its work when it began (import/run/settings.h).
void read_planned_work(RunStatus& status) {
  const auto settings = try_json(status.run.settings);
  if (!settings.is_object()) return;
  const auto work = settings.value("work", nlohmann::json::object());
  status.steps_planned = work.value("steps", std::uint64_t{0});
  status.rows_cost = work.value("rows", 1.0);
  status.statements_cost = work.value("statements", 0.0);
}

void read_rows(Session& session, RunStatus& status) {
  const bool loads_files = status.run.state == RunState::loading && is_fleet(status.run);
  status.tables = loads_files ? fleet_tables(session, status.run.id) : ledger_tables(session, status.run.id);
  if (!status.run.at_work) return;
  status.current = current_copies(session, status.run.id);
  status.statements = current_statements(session, status.run.id);
}

Json json_of(const RunStatus& s) {
  Json tables = Json::array(), current = Json::array(), statements = Json::array();
  for (const CurrentStatement& c : s.statements) {
    Json statement = {{"statement", c.sql}, {"seconds", c.seconds}};
    if (c.percent >= 0) statement["percent"] = c.percent;
    statements.push_back(std::move(statement));
  }
  for (const TableRecord& t : s.tables) {
    tables.push_back({{"table", t.table},
                      {"slice", t.slice},
                      {"rows", t.rows},
                      {"rejected", t.rejected},
                      {"bytes", t.bytes},
                      {"seconds", t.seconds}});
  }
  for (const CurrentCopy& c : s.current) current.push_back({{"table", c.table}, {"rows", c.rows}});
  return {{"run", s.run.id},
          {"state", shown_state(s.run)},
          {"at_work", s.run.at_work},
          {"source", s.run.source_path},
          {"source_fingerprint", s.run.source_fingerprint},
          {"plan_hash", s.run.plan_hash},
          {"target_schema", s.run.target_schema},
          {"staging_schema", s.run.staging_schema},
          {"old_schema", s.run.old_schema},
          {"started_by", s.run.started_by},
          {"started_at", s.run.started_at},
          {"finished_at", s.run.finished_at},
          {"message", s.run.message},
          {"rows_planned", s.rows_planned},
          {"rows_done", s.rows_done()},
          {"percent", s.percent()},
          {"rows_per_second", s.rows_per_second},
          {"steps_done", s.steps_done},
          {"steps_planned", s.steps_planned},
          {"seconds_since_progress", s.seconds_since_progress},
          {"current", current},
          {"statements", statements},
          {"tables", tables}};
}

}  // namespace

std::uint64_t RunStatus::rows_done() const noexcept {
  std::uint64_t rows = 0;
  for (const TableRecord& t : tables) rows += t.rows + t.rejected;
  for (const CurrentCopy& c : current) rows += c.rows;
  return rows;
}

double RunStatus::percent() const noexcept {
  if (run.state != RunState::loading) return run.state == RunState::failed ? 0 : 100;
  const double rows = rows_planned == 0 ? 1 : static_cast<double>(rows_done()) / static_cast<double>(rows_planned);
  const double steps = steps_planned == 0 ? 1 : static_cast<double>(steps_done) / static_cast<double>(steps_planned);
  const double cost = std::max(rows_cost + statements_cost, 1e-9);
  return 100 * (std::min(1.0, rows) * rows_cost + std::min(1.0, steps) * statements_cost) / cost;
}

RunStatus status_of(Session& session, const RunRecord& run) {
  RunStatus status;
  status.run = run;
  read_rows(session, status);
  const std::uint64_t rows_before = status.rows_done();
  if (run.at_work) {
    constexpr auto pause = std::chrono::milliseconds(330);
    std::this_thread::sleep_for(pause);
    read_rows(session, status);
    const auto rows = static_cast<double>(status.rows_done() - std::min(rows_before, status.rows_done()));
    status.rows_per_second = rows / std::chrono::duration<double>(pause).count();
  }
  if (const auto plan = ledger_plan(session, run.id)) {
    for (const TablePlan& table : plan->tables) status.rows_planned += table.rows;
  }
  read_planned_work(status);
  const auto steps = session.query(
      "SELECT count(*) FILTER (WHERE s.step NOT LIKE 'hook %' AND s.step NOT LIKE 'veto %'), extract(epoch FROM "
      "clock_timestamp() - greatest(max(s.done_at), (SELECT max(loaded_at) FROM "
      "lite2pg.run_table WHERE run = $1), (SELECT started_at FROM lite2pg.run WHERE id = $1))) "
      "FROM lite2pg.run_step s WHERE s.run = $1",
      {run.id});
  status.steps_done = count_of(steps[0], 0);
  status.seconds_since_progress = status.rows_per_second > 0 ? 0 : std::stod(steps[0][1].value_or("0"));
  if (run.state == RunState::loading && is_fleet(run)) {
    status.seconds_since_progress = seconds_since_fleet_progress(session, run.id);
  }
  return status;
}

std::string run_list(const std::vector<RunRecord>& runs) {
  if (runs.empty()) return "no runs\n";
  TextTable table({{"run"}, {"state"}, {"schema"}, {"source"}, {"by"}, {"started"}, {"finished"}});
  for (const RunRecord& run : runs) {
    table.add_row({run.id, shown_state(run), run.target_schema, run.source_path, run.started_by, run.started_at,
                   run.finished_at});
  }
  return table.str();
}

std::string describe(const RunStatus& s) {
  std::string text = "run        " + s.run.id + "\nstate      " + shown_state(s.run) + "\n";
  const auto line = [&](const std::string& label, const std::string& value) {
    if (!value.empty()) text += label + std::string(11 - label.size(), ' ') + value + "\n";
  };
  line("source", s.run.source_path);
  line("schema", s.run.target_schema);
  line("staging", s.run.state == RunState::published || s.run.state == RunState::removed ? "" : s.run.staging_schema);
  line("replaced", s.run.old_schema);
  line("started", s.run.started_at + " by " + s.run.started_by);
  line("finished", s.run.finished_at);
  line("plan", s.run.plan_hash);
  line("message", s.run.message);
  // Of a fleet's files and speed more is known (import/fleet/outcome.h).
  const bool of_files = s.run.state == RunState::loading && is_fleet(s.run);
  if (!of_files)
    line("rows", with_thousands(s.rows_done()) + " of " + with_thousands(s.rows_planned) + " (" +
                     std::to_string(static_cast<int>(s.percent())) + "%)");
  if (s.steps_planned > 0) line("steps", with_thousands(s.steps_done) + " of " + with_thousands(s.steps_planned));
  if (s.run.at_work && !of_files) {
    line("speed", with_thousands(static_cast<std::uint64_t>(s.rows_per_second)) + " rows/s");
    line("progress", human_seconds(s.seconds_since_progress) + " ago");
  }
  for (const CurrentCopy& c : s.current) line("copying", c.table + ", " + with_thousands(c.rows) + " rows so far");
  for (const CurrentStatement& c : s.statements) {
    line("at", c.sql + ", " + human_seconds(c.seconds) + " so far" +
                   (c.percent < 0 ? "" : " (" + std::to_string(static_cast<int>(c.percent)) + "%)"));
  }
  if (s.tables.empty()) return text;
  TextTable table({{"table"},
                   {"slice"},
                   {"rows", Align::right},
                   {"rejected", Align::right},
                   {"size", Align::right},
                   {"time", Align::right}});
  for (const TableRecord& t : s.tables) {
    table.add_row({t.table, t.slice, with_thousands(t.rows), t.rejected == 0 ? "" : with_thousands(t.rejected),
                   human_bytes(t.bytes), human_seconds(t.seconds)});
  }
  return text + "\n" + table.str();
}

std::vector<SurveyAtWork> surveys_at_work(Session& session) {
  std::vector<SurveyAtWork> surveys;
  // Before its run is recorded an import has one idle session, which holds no lock.
  for (const Fields& row : session.query(
           "SELECT a.pid, coalesce(a.usename, '?'), to_char(a.backend_start AT TIME ZONE 'UTC', "
           "'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') FROM pg_stat_activity a WHERE a.datname = current_database() "
           "AND a.application_name = 'lite2pg import' AND a.state = 'idle' "
           "AND NOT EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'advisory') "
           "AND NOT EXISTS (SELECT FROM pg_stat_activity w WHERE w.datname = a.datname "
           "AND w.application_name LIKE 'lite2pg import %' AND w.client_addr IS NOT DISTINCT FROM a.client_addr) "
           "ORDER BY a.backend_start")) {
    surveys.push_back({row[0].value_or(""), row[1].value_or(""), row[2].value_or("")});
  }
  return surveys;
}

std::string describe(const std::vector<SurveyAtWork>& surveys) {
  std::string text;
  for (const SurveyAtWork& s : surveys) {
    text += "an import surveys its source: server process " + s.process + ", user " + s.user + ", since " + s.since +
            "; it has no run yet\n";
  }
  return text;
}

nlohmann::ordered_json to_json(const std::vector<RunStatus>& runs, const std::vector<SurveyAtWork>& surveys) {
  Json asked = Json::array();
  for (const SurveyAtWork& s : surveys) asked.push_back({{"process", s.process}, {"user", s.user}, {"since", s.since}});
  Json list = Json::array();
  for (const RunStatus& s : runs) list.push_back(json_of(s));
  return {{"runs", list}, {"surveys", asked}};
}

int status_exit_code(const RunRecord& run) noexcept {
  if (run.state == RunState::failed) return static_cast<int>(ExitCode::refused);
  const bool stopped = run.state == RunState::loading && !run.at_work;
  return static_cast<int>(stopped ? ExitCode::partial : ExitCode::done);
}

}  // namespace lite2pg
