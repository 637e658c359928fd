// Several faults in the one line that an error is.
#pragma once

#include <string>
#include <vector>

namespace lite2pg {

/// "a: gone; b: gone and 12 more". Pure.
[[nodiscard]] std::string fault_list(const std::vector<std::string>& faults);

}  // namespace lite2pg
