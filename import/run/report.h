// What a run adds to its report: the plan at its start, what the ledger says was loaded at its end.
#pragma once

#include <string>
#include <vector>

#include "export/rows/row_source.h"
#include "import/ledger/ledger.h"
#include "import/postgres/server_advice.h"
#include "mapping/documents/report.h"

namespace lite2pg {

/// Without its objects, as report_planned().
void report_plan(Report& report, const Plan& plan, const std::string& target);
/// The report gets the plan's objects when a run is over, however it ends: they stand in one place at a time.
class ObjectsAtTheEnd {
 public:
  ObjectsAtTheEnd(Plan& plan, Report& report) : plan_(plan), report_(report) {}
  ~ObjectsAtTheEnd() { report_.objects = std::move(plan_.objects); }
  ObjectsAtTheEnd(const ObjectsAtTheEnd&) = delete;
  ObjectsAtTheEnd& operator=(const ObjectsAtTheEnd&) = delete;

 private:
  Plan& plan_;
  Report& report_;
};

/// What run it is and where it goes: keys "source", "fingerprint", "database", "schema", "plan_hash",
/// and "digests": those of the source and of the plan.
void report_run(Report& report, const RunRecord& run, const Target& target);
/// Who approved the plan: key "approvals".
void report_approvals(Report& report, const std::vector<std::string>& approvals);
/// Who reads the rows of each table.
void report_readers(Report& report, RowSource& source);
/// Finds out what the server lacks of what a run uses, says so in one line, and in the report under "capabilities".
/// `staging`, `published`: as probe_capabilities().
void probe_server(Session& session, Report& report, const std::string& staging = {}, const std::string& published = {});
/// Rows, bytes and seconds of each table; a warning when rows were set aside.
void report_loaded(Report& report, const RunRecord& run, const std::vector<TableRecord>& loaded);
/// What the server did for the run since `before`, and the settings that cost time in it: keys "server" and "advice".
/// The advice, for people.
std::string report_server(Report& report, Session& session, const ServerFacts& before);
/// Tables of which other rows were read than the survey counted: a line each in the log, "different" in the report; all
/// of them as one text, empty when there are none.
[[nodiscard]] std::string row_differences(Report& report, const Plan& plan, const std::vector<TableRecord>& loaded);
/// Appends a warning, to the log too.
void warn(Report& report, const std::string& text);

}  // namespace lite2pg
