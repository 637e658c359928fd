// The plan as people read it.
#pragma once

#include <string>

#include "mapping/plan/plan.h"

namespace lite2pg {

/// The plan for people: per table and column the declared type, what was found, the type, fidelity, why; objects;
/// misfits; warnings.
[[nodiscard]] std::string describe(const Plan& plan);

}  // namespace lite2pg
