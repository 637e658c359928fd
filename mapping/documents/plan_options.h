// The options of the command line that shape a plan; export and import take the same.
#pragma once

#include "common/options/parser.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// Adds the "Policy" options (--on-misfit, --empty-text, --orphans, --identifiers, --comments).
/// `with_json`: --json too, which import takes for its status as well.
void add_plan_options(OptionParser& parser, PlanOptions& options, bool with_json = true);

}  // namespace lite2pg
