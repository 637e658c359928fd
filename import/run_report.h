// What a run adds to its report: the plan at its start, what the ledger says was loaded at its end.
#pragma once

#include <string>
#include <vector>

#include "import/ledger.h"
#include "mapping/report.h"

namespace lite2pg {

void report_plan(Report& report, const Plan& plan, const std::string& plan_hash, const std::string& target);
/// Rows, bytes and seconds of each table; a warning when rows were set aside.
void report_loaded(Report& report, const RunRecord& run, const std::vector<TableRecord>& loaded);
/// Appends a warning, to the log too.
void warn(Report& report, const std::string& text);

}  // namespace lite2pg
