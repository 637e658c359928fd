// Writes the ledger: runs and their states by parameters on the control session; tables and steps as SQL text, because
// they must be part of the transaction that does the work on a data connection.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "import/ledger/ledger.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// A new run's id: UTC time and four random hex digits, "20261121T101500Z-3f9a".
[[nodiscard]] std::string new_run_id();
/// "lite2pg_stage_20261121t101500z_3f9a": needs no quotes.
[[nodiscard]] std::string staging_schema_of(std::string_view run);
/// "lite2pg_old_20261121t101500z_3f9a"
[[nodiscard]] std::string old_schema_of(std::string_view run);

/// Inserts the run in state loading, with an event. `run.started_by`, times and message are the server's to fill.
/// Inside a transaction of the session.
void record_run(Session& session, const RunRecord& run, const Plan& plan);
void record_run(Session& session, const RunRecord& run, const std::string& plan_json);

/// Puts another plan in the place of a run's: that of a live source whose schema or values asked for one. Inside a
/// transaction of the session.
void record_plan(Session& session, std::string_view run, const Plan& plan);

/// Moves a run to `to`, with an event of the same name and `detail_json`. Throws Error(target) when the run is in none
/// of the states that may come before it (another process was faster).
void record_state(Session& session, std::string_view run, RunState to, const std::string& message,
                  const std::string& detail_json);

/// The statement by which a run that loads in one transaction becomes published in that very transaction; its event is
/// added afterwards.
[[nodiscard]] std::string mark_published_sql(std::string_view run);

/// Notes why a run stopped part-way; its state stays.
void record_stop(Session& session, std::string_view run, const std::string& message);

/// The row that says "this table or slice is loaded". Its key makes a second load of the same item fail.
[[nodiscard]] std::string insert_table_sql(std::string_view run, const TableRecord& record,
                                           bool with_transaction = true);

/// The row that says "this statement after the load is done".
[[nodiscard]] std::string insert_step_sql(std::string_view run, std::string_view step);
/// Steps that are done. A step's name is "KIND NAME/NUMBER" and unique in a run.
[[nodiscard]] std::vector<std::string> ledger_steps(Session& session, std::string_view run);

/// Why a row was set aside whose foreign key refers to nothing in `parent`.
[[nodiscard]] std::string orphan_reason(std::string_view parent);
/// INSERT of rejected rows; not for an empty list.
[[nodiscard]] std::string insert_rejected_sql(std::string_view run, std::string_view table, std::string_view slice,
                                              const std::vector<RejectedRow>& rows);

}  // namespace lite2pg
