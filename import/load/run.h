// The load: workers that COPY tables, build keys and indexes beside each other, and add foreign keys, by the schedule.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "import/load/context.h"
#include "import/load/done_work.h"
#include "import/load/leading_session.h"
#include "import/load/step.h"
#include "import/load/work_list.h"

namespace lite2pg {

struct LoadResult {
  /// What the server refused; nothing that depends on it was tried. Empty: everything is done.
  std::vector<Refusal> refusals;
  /// Foreign keys that rows violate, made NOT VALID as asked for (indexes into Plan::objects).
  std::vector<std::size_t> not_valid;
};

/// Into how many slices each table is cut, by target name; tables that stay whole are left out.
using SliceCounts = std::map<std::string, std::size_t>;
[[nodiscard]] SliceCounts choose_slices(const Plan& plan, unsigned jobs);

/// The work of a load: what the plan asks for, cut into jobs.
[[nodiscard]] WorkList work_of(const Plan& plan, RowSource& source, const SliceCounts& slices);

/// Does what is not yet `done`, as the ledger says, and returns when all is done or the rest cannot be. Passing errors
/// (connection lost, server restarted, deadlock) are tried again with growing delays.
/// Work that a crash of the server undid is done again.
/// Throws TargetError when they do not pass, Error(interrupted), and what the source throws; whatever was committed
/// until then is in the ledger.
[[nodiscard]] LoadResult run_load(const LoadContext& context, const SliceCounts& slices, DoneWork done);

/// Whether all that run_load() has to do stands in the ledger, as the session sees it.
[[nodiscard]] bool is_complete(const LoadContext& context, Session& session, const SliceCounts& slices);

}  // namespace lite2pg
