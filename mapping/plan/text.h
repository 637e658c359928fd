// The plan's document in pieces, for those who pass it on: with thousands of tables it is many megabytes.
#pragma once

#include <functional>
#include <string_view>

#include "mapping/plan/plan.h"

namespace lite2pg {

/// Calls `piece` with the text of to_json(plan), part by part, each of whole characters and about a megabyte at most.
void write_json(const Plan& plan, const std::function<void(std::string_view)>& piece);

}  // namespace lite2pg
