// What --tables and --exclude may name.
#pragma once

#include <string>
#include <vector>

#include "mapping/source/schema.h"

namespace lite2pg {

/// Names of tables of every kind and of views.
[[nodiscard]] std::vector<std::string> selectable_names(const Schema& schema);

}  // namespace lite2pg
