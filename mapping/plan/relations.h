// What a plan calls the relations it makes: what publishing asks of a plan in the ledger, at a fraction of the memory.
#pragma once

#include <string_view>

#include "mapping/plan/plan.h"

namespace lite2pg {

/// Of the plan that `text` (to_json) holds: the tables' names, their columns with labels (enum types), and the views.
/// All else is empty. Throws Error(archive).
[[nodiscard]] Plan relations_from_json(std::string_view text);

}  // namespace lite2pg
