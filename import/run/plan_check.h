// What is looked at between the plan and the first write: each throws, with one clear reason, while nothing is written.
#pragma once

#include "common/say.h"
#include "import/load/estimate.h"
#include "import/load/window.h"
#include "import/run/options.h"
#include "import/run/source_plan.h"

namespace lite2pg {

/// Says them with their remedies. Throws Error(refused) when there are any.
void check_misfits(const Plan& plan, const Say& say);
/// --strict: no object is changed or left out.
void check_strict(const Plan& plan, const Say& say);

/// Rows whose foreign key, which is to be carried, refers to nothing.
[[nodiscard]] std::vector<Orphans> carried_orphans(const Plan& plan, const std::vector<Orphans>& orphans);
/// Says them. Throws Error(refused) when there are any. Leaves databases to PostgreSQL in which looking for them
/// would take as long as having them refused.
void check_orphans(ImportSource& source, const Plan& plan, const Say& say);

/// Under --orphans=set-aside the rows that would break a foreign key; else none.
[[nodiscard]] OrphansByTable orphans_to_set_aside(ImportSource& source, const Plan& plan);

/// Throws Error(target) when the server's disk is known and too small, Error(refused) when the window is too short.
void check_room(Session& session, const Estimate& estimate, const ImportOptions& options, const Window& window);

}  // namespace lite2pg
