#include "import/ledger/ledger.h"

#include <algorithm>
#include <utility>

#include "import/ledger/fleet_work.h"
#include "import/ledger/run_lock.h"
#include "import/ledger/schema.h"
#include "mapping/plan/relations.h"

namespace lite2pg {
namespace {

RunRecord run_of(const Fields& row) {
  RunRecord run;
  run.id = text_of(row, 0);
  run.state = run_state(text_of(row, 1));
  std::size_t i = 2;
  for (std::string* field : {&run.target_schema, &run.staging_schema, &run.old_schema, &run.source_path,
                             &run.source_fingerprint, &run.plan_hash, &run.tool_version, &run.started_by,
                             &run.started_at, &run.finished_at, &run.message, &run.settings}) {
    *field = text_of(row, i++);
  }
  run.at_work = text_of(row, i) == "t";
  return run;
}

std::string states_text(const std::vector<RunState>& states) {
  std::string text;
  for (const RunState s : states) text += (text.empty() ? "" : " or ") + std::string(name_of(s));
  return text;
}

/// The plan's text up to the character that `end`, an expression in SQL, says.
std::optional<std::string> plan_text(Session& session, std::string_view run, const std::string& end) {
  if (!has_ledger(session)) return std::nullopt;
  const auto ends = session.query("SELECT " + end + " FROM lite2pg.run WHERE id = $1", {std::string(run)});
  if (ends.empty()) return std::nullopt;
  // In pieces: a connection keeps memory for the largest answer it ever had. In few: the server unpacks the whole text
  // for each, since it is compressed (PostgreSQL's documentation, "TOAST").
  constexpr std::size_t piece = std::size_t{1} << 20;
  const std::size_t length = count_of(ends[0], 0);
  std::string text;
  text.reserve(length + 1);
  for (std::size_t from = 1; from <= length; from += piece) {
    session.each_row(
        "SELECT pg_catalog.substr(plan, $2::pg_catalog.int4, $3::pg_catalog.int4) FROM lite2pg.run WHERE id = $1",
        {std::string(run), std::to_string(from), std::to_string(std::min(piece, length + 1 - from))},
        [&](const Fields& row) {
          if (row[0]) text += *row[0];
        });
  }
  return text;
}

}  // namespace

std::vector<RunRecord> ledger_runs(Session& session) {
  std::vector<RunRecord> runs;
  if (!has_ledger(session)) return runs;
  constexpr const char* instant = "'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'";
  for (const Fields& row : session.query(
           std::string("SELECT id, state, target_schema, staging_schema, old_schema, source_path, source_fingerprint, "
                       "plan_hash, tool_version, started_by, to_char(started_at AT TIME ZONE 'UTC', ") +
           instant + "), to_char(finished_at AT TIME ZONE 'UTC', " + instant + "), message, settings, " +
           run_is_locked_sql(session, "id") + " FROM lite2pg.run ORDER BY lite2pg.run.started_at, id")) {
    runs.push_back(run_of(row));
  }
  // A fleet's processes hold its lock for what one of them does alone.
  for (RunRecord& run : runs) {
    if (run.state == RunState::loading && !run.at_work && is_fleet(run))
      run.at_work = has_fleet_workers(session, run.id);
  }
  return runs;
}

RunState state_of(Session& session, std::string_view run) {
  const auto rows = session.query("SELECT state FROM lite2pg.run WHERE id = $1", {std::string(run)});
  if (rows.empty()) throw Error(ExitCode::usage, "there is no run " + std::string(run), "--status lists all runs");
  return run_state(text_of(rows[0], 0));
}

std::optional<std::string> ledger_plan_text(Session& session, std::string_view run) {
  return plan_text(session, run, "pg_catalog.length(plan)");
}

std::optional<Plan> ledger_relations(Session& session, std::string_view run) {
  // What stands after them is more than half of a plan. Its members begin lines, and no text in JSON has a line break.
  auto text = plan_text(session, run,
                        "coalesce(nullif(pg_catalog.strpos(plan, E',\\n \"misfits\": ') OPERATOR(pg_catalog.-) 1, -1), "
                        "pg_catalog.length(plan))");
  if (!text) return std::nullopt;
  if (!text->ends_with('}') && !text->ends_with("}\n")) *text += '}';
  return relations_from_json(*text);
}

std::optional<Plan> ledger_plan(Session& session, std::string_view run) {
  const auto text = ledger_plan_text(session, run);
  if (!text) return std::nullopt;
  return plan_from_json(*text);
}

std::vector<TableRecord> ledger_tables(Session& session, std::string_view run) {
  std::vector<TableRecord> tables;
  if (!has_ledger(session)) return tables;
  for (const Fields& row : session.query("SELECT table_name, slice, rows, bytes, rejected, xid, seconds, "
                                         "extract(epoch FROM loaded_at) "
                                         "FROM lite2pg.run_table WHERE run = $1 ORDER BY loaded_at, table_name, slice",
                                         {std::string(run)})) {
    TableRecord& t = tables.emplace_back();
    t.table = text_of(row, 0);
    t.slice = text_of(row, 1);
    t.rows = count_of(row, 2);
    t.bytes = count_of(row, 3);
    t.rejected = count_of(row, 4);
    t.xid = count_of(row, 5);
    t.seconds = std::stod(text_of(row, 6));
    t.ended = std::stod(text_of(row, 7));
  }
  return tables;
}

std::map<std::string, std::vector<std::string>> ledger_orphans(Session& session, std::string_view run) {
  std::map<std::string, std::vector<std::string>> orphans;
  for (const Fields& row : session.query("SELECT table_name, source_row FROM lite2pg.rejected_row WHERE run = $1 AND "
                                         "(pg_catalog.starts_with(reason, $2) OR pg_catalog.starts_with(reason, $3)) "
                                         "ORDER BY id",
                                         {std::string(run), std::string(orphan_words), std::string(violation_words)})) {
    orphans[text_of(row, 0)].push_back(text_of(row, 1));
  }
  return orphans;
}

std::map<std::string, std::uint64_t> ledger_misfits(Session& session, std::string_view run) {
  std::map<std::string, std::uint64_t> rows;
  for (const Fields& row :
       session.query("SELECT table_name, pg_catalog.count(*) FROM lite2pg.rejected_row WHERE run = $1 AND NOT "
                     "pg_catalog.starts_with(reason, $2) AND NOT pg_catalog.starts_with(reason, $3) GROUP BY 1",
                     {std::string(run), std::string(orphan_words), std::string(violation_words)}))
    rows[text_of(row, 0)] = count_of(row, 1);
  return rows;
}

std::vector<RejectedRow> ledger_misfits_of(Session& session, std::string_view run, std::string_view table,
                                           std::string_view column) {
  std::vector<RejectedRow> rows;
  for (const Fields& row : session.query("SELECT source_row, reason, document FROM lite2pg.rejected_row WHERE "
                                         "run = $1 AND table_name = $2 AND column_name = $3 ORDER BY id",
                                         {std::string(run), std::string(table), std::string(column)})) {
    const std::string reason = text_of(row, 1);
    if (reason.starts_with(orphan_words) || reason.starts_with(violation_words)) continue;
    rows.push_back({text_of(row, 0), std::string(column), reason, text_of(row, 2)});
  }
  return rows;
}

TableRecord sum_of(const std::vector<TableRecord>& slices) {
  TableRecord sum;
  std::vector<std::pair<double, double>> spans;  // begin and end
  for (const TableRecord& r : slices) {
    sum.table = r.table;
    sum.rows += r.rows;
    sum.rejected += r.rejected;
    sum.bytes += r.bytes;
    spans.emplace_back(r.ended - r.seconds, r.ended);
  }
  std::ranges::sort(spans);
  double until = spans.empty() ? 0 : spans.front().first;
  for (const auto& [begin, end] : spans) {
    sum.seconds += std::max(0.0, end - std::max(begin, until));
    until = std::max(until, end);
  }
  sum.ended = until;
  return sum;
}

RunRecord find_run(const std::vector<RunRecord>& runs, std::string_view id, const std::vector<RunState>& states) {
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    const bool fits = std::ranges::find(states, run->state) != states.end();
    if (id.empty() ? fits : run->id == id) {
      if (fits) return *run;
      throw Error(ExitCode::usage,
                  "run " + run->id + " is " + std::string(name_of(run->state)) + ", not " + states_text(states),
                  "--status lists all runs");
    }
  }
  if (!id.empty()) throw Error(ExitCode::usage, "there is no run " + std::string(id), "--status lists all runs");
  throw Error(ExitCode::usage, "there is no run that is " + states_text(states), "--status lists all runs");
}

}  // namespace lite2pg
