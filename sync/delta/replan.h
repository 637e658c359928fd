// A plan made again in the middle of a live run: its schema is another one by now, or a value came that the old plan
// has no place for.
#pragma once

#include <string>

#include "common/console/progress.h"
#include "common/say.h"
#include "sync/delta/round_source.h"
#include "sync/delta/table_step.h"

namespace lite2pg {

/// Whether tables, indexes, views and triggers are those that the plan was made for.
[[nodiscard]] bool is_same_schema(const Schema& planned, const Schema& now);

/// Surveys the source and plans by the options and the mapping of `plan`. Throws Error(refused), with the misfits
/// printed, when there are any.
[[nodiscard]] Plan plan_again(const Plan& plan, ImportSource& source, const std::string& path, unsigned jobs,
                              Progress& progress, const Say& say);

/// Whether the staged table, its keys and indexes are planned alike.
[[nodiscard]] bool is_planned_alike(const Plan& before, const Plan& now, const TablePlan& table);

}  // namespace lite2pg
