// Two values that differ, for people: short ones whole, long ones cut to the surroundings of the first difference.
#pragma once

#include <string>

#include "mapping/value/value.h"

namespace lite2pg {

struct ValuePair {
  std::string source, target;
};

/// Each as mapping/value/value_text.h shows it. When a text or BLOB is longer than 60 bytes, both are cut around their
/// first differing byte: "…'brown fox'… (from byte 1200 of 5301)".
[[nodiscard]] ValuePair show_pair(const Value& source, const Value& target);

}  // namespace lite2pg
