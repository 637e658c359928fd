// Lengths of time on the command line: "90", "90s", "500ms", "10m", "1h30m".
#pragma once

#include <string_view>

namespace lite2pg {

/// Seconds. A number alone counts seconds. Throws Error(usage) naming the option.
[[nodiscard]] double parse_duration(std::string_view option, std::string_view text);

}  // namespace lite2pg
