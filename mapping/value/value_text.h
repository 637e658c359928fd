// Values for people: in messages, misfit lists and differences. Never on the row path.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "mapping/value/value.h"

namespace lite2pg {

/// NULL, 42, -0.0, 1.5e+300, Infinity, 'text', x'00ff': what SQLite would call the value, in one line of valid UTF-8.
/// In text, quotes are doubled, and a backslash stands before itself (\\), control characters (\n, \t, \u001b) and
/// bytes that are no UTF-8 (\xff). At most `max` bytes of a text or blob are shown, then "… (N bytes)" follows.
[[nodiscard]] std::string show(const Value& v, std::size_t max = 60);

/// The shortest decimal that reads back as the same double, with ".0" when it would look like an integer.
[[nodiscard]] std::string show_real(double v);

}  // namespace lite2pg
