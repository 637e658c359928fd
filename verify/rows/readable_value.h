// Values in canonical form as people know them: an instant of a column with many spellings is compared as a number of
// microseconds, and shown as a date.
#pragma once

#include <string>

#include "mapping/codec/codec.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// `v` as it is to be shown and guessed about; borrows from `v` or `scratch`.
[[nodiscard]] Value readable(const Codec& codec, const Value& v, std::string& scratch);

}  // namespace lite2pg
