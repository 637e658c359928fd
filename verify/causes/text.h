// Causes of differences in texts and bytes; see verify/causes/cause.h.
#pragma once

#include <string>

#include "mapping/value/value.h"

namespace lite2pg {

/// A cause when both values are TEXT or BLOB; else, or when no rule fits, empty.
[[nodiscard]] std::string text_cause(const Value& source, const Value& target);

}  // namespace lite2pg
