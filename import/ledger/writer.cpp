#include "import/ledger/writer.h"

#include <array>
#include <atomic>
#include <cstdio>
#include <random>

#include "common/text.h"
#include "import/ledger/audit.h"
#include "import/ledger/text_pieces.h"
#include "mapping/plan/text.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

std::string schema_for(std::string_view prefix, std::string_view run) {
  std::string name(prefix);
  for (const char c : ascii_lower(run)) name += c == '-' ? '_' : c;
  return name;
}

/// States from which `to` may be reached, as an SQL list.
std::string states_before(RunState to) {
  std::string list;
  for (int s = 0; s <= static_cast<int>(RunState::removed); ++s) {
    const auto from = static_cast<RunState>(s);
    if (may_follow(from, to)) list += (list.empty() ? "" : ", ") + quote_literal(name_of(from));
  }
  return list;
}

}  // namespace

std::string new_run_id() {
  std::string id;
  for (const char c : utc_now()) {
    if (c != '-' && c != ':') id += c;
  }
  // From a random one on, one after the other: those of one process differ also within a second.
  static std::atomic<unsigned> next{std::random_device{}()};
  std::array<char, 8> digits{};
  std::snprintf(digits.data(), digits.size(), "-%04x", next.fetch_add(1) & 0xffffU);
  return id + digits.data();
}

std::string staging_schema_of(std::string_view run) { return schema_for("lite2pg_stage_", run); }
std::string old_schema_of(std::string_view run) { return schema_for("lite2pg_old_", run); }

namespace {

/// `plan`: an SQL expression; with $9 when it is the last of `params`.
void insert_run(Session& session, const RunRecord& run, const std::string& plan,
                std::vector<std::optional<std::string>> plan_params) {
  std::vector<std::optional<std::string>> params = {run.id,          run.target_schema,      run.staging_schema,
                                                    run.source_path, run.source_fingerprint, run.plan_hash,
                                                    run.settings,    run.tool_version};
  for (auto& p : plan_params) params.push_back(std::move(p));
  session.execute(
      "INSERT INTO lite2pg.run (id, state, target_schema, staging_schema, source_path, source_fingerprint, plan_hash, "
      "settings, tool_version, plan) VALUES ($1, 'loading', $2, $3, $4, $5, $6, $7, $8, " +
          plan + ")",
      params);
  const auto detail = session.query(
      "SELECT json_build_object('plan', $1::text, 'source', $2::text, 'fingerprint', $3::text, 'schema', $4::text, "
      "'version', $5::text)",
      {run.plan_hash, run.source_path, run.source_fingerprint, run.target_schema, run.tool_version});
  add_event(session, run.id, "started", detail[0][0].value_or("{}"));
}

}  // namespace

void record_run(Session& session, const RunRecord& run, const Plan& plan) {
  TextPieces text(session, "lite2pg.plan");
  write_json(plan, [&](std::string_view piece) { text.add(piece); });
  insert_run(session, run, text.sql(), {});
  text.drop();
}

void record_run(Session& session, const RunRecord& run, const std::string& plan_json) {
  insert_run(session, run, "$9", {plan_json});
}

void record_plan(Session& session, std::string_view run, const Plan& plan) {
  TextPieces text(session, "lite2pg.plan");
  write_json(plan, [&](std::string_view piece) { text.add(piece); });
  session.execute("UPDATE lite2pg.run SET plan = " + text.sql() + ", plan_hash = $2 WHERE id = $1",
                  {std::string(run), hash_of(plan)});
  text.drop();
}

void record_state(Session& session, std::string_view run, RunState to, const std::string& message,
                  const std::string& detail_json) {
  const auto rows = session.query(
      "UPDATE lite2pg.run SET state = $2, message = $3, finished_at = clock_timestamp() WHERE id = $1 AND state IN (" +
          states_before(to) + ") RETURNING id",
      {std::string(run), std::string(name_of(to)), message});
  if (rows.empty()) {
    throw Error(ExitCode::target, "run " + std::string(run) + " can no longer become " + std::string(name_of(to)),
                "another process changed its state meanwhile; see --status");
  }
  add_event(session, run, name_of(to), detail_json);
}

std::string mark_published_sql(std::string_view run) {
  return "UPDATE lite2pg.run SET state = 'published', finished_at = clock_timestamp() WHERE id = " + quote_literal(run);
}

void record_stop(Session& session, std::string_view run, const std::string& message) {
  session.execute("UPDATE lite2pg.run SET message = $2 WHERE id = $1", {std::string(run), message});
  const auto detail = session.query("SELECT json_build_object('message', $1::text)", {message});
  add_event(session, run, "stopped", detail[0][0].value_or("{}"));
}

std::string insert_table_sql(std::string_view run, const TableRecord& r, bool with_transaction) {
  return "INSERT INTO lite2pg.run_table (run, table_name, slice, rows, rejected, bytes, seconds, xid) VALUES (" +
         quote_literal(run) + ", " + quote_literal(r.table) + ", " + quote_literal(r.slice) + ", " +
         std::to_string(r.rows) + ", " + std::to_string(r.rejected) + ", " + std::to_string(r.bytes) + ", " +
         std::to_string(r.seconds) + ", " + (with_transaction ? "pg_current_xact_id()::text::bigint" : "0") + ")";
}

std::string insert_step_sql(std::string_view run, std::string_view step) {
  return "INSERT INTO lite2pg.run_step (run, step, seconds) VALUES (" + quote_literal(run) + ", " +
         quote_literal(step) + ", extract(epoch FROM clock_timestamp() - statement_timestamp()))";
}

std::vector<std::string> ledger_steps(Session& session, std::string_view run) {
  std::vector<std::string> steps;
  for (const Fields& row : session.query("SELECT step FROM lite2pg.run_step WHERE run = $1", {std::string(run)})) {
    steps.push_back(row[0].value_or(""));
  }
  return steps;
}

std::string orphan_reason(std::string_view parent) {
  return std::string(orphan_words) + "'" + std::string(parent) + "'";
}

std::string insert_rejected_sql(std::string_view run, std::string_view table, std::string_view slice,
                                const std::vector<RejectedRow>& rows) {
  std::string sql =
      "INSERT INTO lite2pg.rejected_row (run, table_name, slice, source_row, column_name, reason, document) VALUES ";
  const std::string item = "(" + quote_literal(run) + ", " + quote_literal(table) + ", " + quote_literal(slice) + ", ";
  bool first = true;
  for (const RejectedRow& row : rows) {
    sql += (first ? "" : ", ") + item + quote_literal(row.source_row) + ", " + quote_literal(row.column) + ", " +
           quote_literal(row.reason) + ", " + quote_literal(row.document) + ")";
    first = false;
  }
  return sql;
}

}  // namespace lite2pg
