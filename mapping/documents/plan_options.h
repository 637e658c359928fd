// The options of the command line that shape a plan; export and import take the same.
#pragma once

#include "common/options/parser.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// Adds the "Policy" options (--on-misfit, --empty-text, --orphans, --identifiers, --comments).
void add_plan_options(OptionParser& parser, PlanOptions& options);

}  // namespace lite2pg
