// Decode's reading of the forms in mapping/codec/spellings.h: it shares nothing with encode's.
#pragma once

#include "mapping/codec/spellings.h"

namespace lite2pg {

/// What `v` means, as its column's codec reads it. Borrows from `v` or `scratch`.
[[nodiscard]] Value meaning_of(WrittenForm spelling, const Value& v, std::string& scratch);

}  // namespace lite2pg
