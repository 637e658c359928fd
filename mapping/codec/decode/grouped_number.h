// Numbers as people write them, for canonical(): see encode/grouped_number.h.
#pragma once

#include <string>
#include <string_view>

#include "mapping/codec/codec.h"

namespace lite2pg {

/// The number with a point and without marks of thousands into `out`; false when it is none.
[[nodiscard]] bool ungroup(std::string_view text, NumberForm form, std::string& out);

}  // namespace lite2pg
