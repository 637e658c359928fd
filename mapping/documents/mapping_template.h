// A mapping file to begin with: everything a plan decided, as comments.
#pragma once

#include <string>

#include "mapping/plan/plan.h"

namespace lite2pg {

/// TOML in which "#key = value" is a default that takes effect when the "#" is removed, and "# text" explains. With
/// every "#key" line made active, the file asks for what `plan` decided.
[[nodiscard]] std::string mapping_template(const Plan& plan);

}  // namespace lite2pg
