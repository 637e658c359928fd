// What a census and a codec say to people.
#pragma once

#include <string>

#include "mapping/census/census.h"

namespace lite2pg {

/// "1,204 INTEGER (1 to 98,321), 3 NULL": what the census found, in one line.
[[nodiscard]] std::string describe_values(const ColumnCensus& census);

/// "YYYY-MM-DD HH:MM:SS.ffffff, no fraction when it is zero": in which form a codec found times, UUIDs, words for true
/// and false. Empty for codecs that know only one.
[[nodiscard]] std::string describe_form(const Codec& codec);

}  // namespace lite2pg
