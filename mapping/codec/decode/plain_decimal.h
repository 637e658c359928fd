// The canonical spelling of decimals that come in many spellings: [-]digits[.digits] without useless zeros, so that
// "1e3", "+1000.00" and INTEGER 1000 are one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mapping/value/value.h"

namespace lite2pg {

/// Spells the number that `v` (INTEGER, REAL, or TEXT or a BLOB that spells one) stands for into `out`, rounded to
/// `scale` digits after the point (half away from zero) when that is given. False when it is no finite number.
[[nodiscard]] bool spell_plain(const Value& v, std::optional<int> scale, std::string& out);
/// Takes useless zeros off a plain decimal.
void strip_zeros(std::string& decimal);
/// n / 10^scale.
void spell_scaled(std::int64_t n, unsigned scale, std::string& out);

}  // namespace lite2pg
