// Causes of differences in numbers; see verify/causes/cause.h.
#pragma once

#include <string>

#include "mapping/value/value.h"

namespace lite2pg {

/// A cause when at least one value is INTEGER or REAL; else, or when no rule fits, empty.
[[nodiscard]] std::string number_cause(const Value& source, const Value& target);

}  // namespace lite2pg
