// The options of the command line that shape a plan; export and import take the same.
#pragma once

#include <cstdint>

#include "common/options/parser.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

enum class PlanFor : std::uint8_t {
  archive,
  target,  ///< Import: what becomes of triggers that stand there; --json, which it takes for its status too, is its
           ///< own.
};

/// Adds the "Policy" options (--on-misfit, --empty-text, --orphans, --identifiers, --comments).
void add_plan_options(OptionParser& parser, PlanOptions& options, PlanFor use);

}  // namespace lite2pg
