// Encode's reading of the forms in mapping/codec/spellings.h. Decode has one of its own.
#pragma once

#include "mapping/codec/spellings.h"

namespace lite2pg {

/// `v` as its column's codec reads it. Borrows from `v` or `scratch`.
[[nodiscard]] Value read_spelling(WrittenForm spelling, const Value& v, std::string& scratch);

}  // namespace lite2pg
