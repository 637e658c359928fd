// What probably happened to a value: a list of rules, the most telling first. A hint for people; verdicts never use it.
#pragma once

#include <string>

#include "mapping/plan/plan.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// Never fails; empty when no rule fits. `source` and `target` differ, both as the digest saw them (canonical and
/// decoded).
[[nodiscard]] std::string probable_cause(const Value& source, const Value& target);

}  // namespace lite2pg
