// What lite2pg-import says on standard output. Pure.
#pragma once

#include <string>
#include <vector>

#include "export/rows/orphan_rows.h"
#include "export/survey/orphans.h"
#include "import/ledger/ledger.h"
#include "import/load/step.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// All misfits as a table, then the mapping-file lines that settle them. Empty when there are none.
[[nodiscard]] std::string misfit_text(const std::vector<MisfitReport>& misfits);

/// Rows without the row they refer to. Empty when there are none.
[[nodiscard]] std::string orphan_text(const std::vector<Orphans>& orphans);
/// How many rows of which table are set aside with them; empty when there is none.
[[nodiscard]] std::string aside_text(const OrphansByTable& orphans);

/// What the server refused, one line each. Empty when there is nothing.
[[nodiscard]] std::string refusal_text(const Plan& plan, const std::vector<Refusal>& refusals);

/// What was changed or not carried, one line each. Empty when there is nothing.
[[nodiscard]] std::string object_text(const Plan& plan);

/// Per table rows, size, time and speed, and the totals; `seconds`: of the whole load.
[[nodiscard]] std::string closing_table(const Plan& plan, const std::vector<TableRecord>& tables, double seconds);

}  // namespace lite2pg
