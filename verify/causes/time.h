// Causes of differences in written dates and times; see verify/causes/cause.h.
#pragma once

#include <string>
#include <string_view>

namespace lite2pg {

/// A cause when both texts are dates with or without time of day; else, or when no rule fits, empty.
[[nodiscard]] std::string time_cause(std::string_view source, std::string_view target);

}  // namespace lite2pg
