// Causes of differences in numbers; see verify/causes/cause.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mapping/value/value.h"

namespace lite2pg {

/// The number that `text` is, whole; nullopt: it is none.
[[nodiscard]] std::optional<double> number_in(std::string_view text);
/// A cause when at least one value is INTEGER or REAL; else, or when no rule fits, empty.
[[nodiscard]] std::string number_cause(const Value& source, const Value& target);

}  // namespace lite2pg
