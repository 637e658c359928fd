// The result for people: what was compared, a line a table, the differences, one closing line.
#pragma once

#include <string>

#include "verify/comparison/result.h"

namespace lite2pg {

/// The whole of stdout. `fail_on` and `show_drift` as in the options.
[[nodiscard]] std::string result_text(const VerifyResult& result, FailOn fail_on, bool show_drift);

/// Its last lines alone: what --quiet prints when something differs.
[[nodiscard]] std::string short_text(const VerifyResult& result, FailOn fail_on);

}  // namespace lite2pg
