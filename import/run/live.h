// What a run does differently whose source goes on being written (--live).
#pragma once

#include <string>

#include "import/ledger/ledger.h"
#include "import/run/settings.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// The file as it is named now, and a seed. Throws Error(source) when it is not there.
[[nodiscard]] LiveSource live_source(const std::string& path);

/// Throws Error(usage) when SOURCE is nothing that a program can be writing to: an archive, a dump, standard input.
void check_live_source(const std::string& source);

/// The plan without what has to wait until the freeze: foreign keys, whose actions would follow rows that are
/// replaced; views and comments, which would be in the way of tables that are loaded anew.
[[nodiscard]] Plan plan_before_freeze(const Plan& plan);

/// Throws Error(refused) for a live run: only lite2pg-sync --freeze can prove that it is equal when it is published.
void refuse_live(const RunRecord& run);

}  // namespace lite2pg
