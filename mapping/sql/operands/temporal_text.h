// What the texts of a date and time column look like, for those who compare or rebuild them in SQL.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mapping/codec/codec.h"
#include "mapping/sql/operands/scope.h"

namespace lite2pg {

/// What stands after the time in every text: "", "Z", "+02:00", ...
[[nodiscard]] std::string zone_text(const TemporalFormat& format);

/// Whether the texts of the format, compared by their bytes, come in the order of time.
[[nodiscard]] bool is_ordered(const TemporalFormat& format) noexcept;

/// Whether two columns of this codec compare in PostgreSQL as their values do in SQLite; `equality`: by = and <> only.
[[nodiscard]] bool compares_as_it_is(const Codec& codec, bool equality) noexcept;

/// A column that is not kept as SQLite's own value (uuid, date, word for a truth value) compared with a literal of its
/// own type: created = '2020-01-01 10:00:00'. nullopt when that would not give what SQLite's comparison gives.
/// `op` is SQLite's operator (= <> < <= > >= IS, IS NOT), `spelled` PostgreSQL's.
[[nodiscard]] std::optional<std::string> literal_comparison(const ScopeColumn& column, const std::string& spelled,
                                                            std::string_view op, const Value& literal);

}  // namespace lite2pg
