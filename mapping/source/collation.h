// SQLite's own collations (https://sqlite.org/datatype3.html section 7).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace lite2pg {

enum class Collation : std::uint8_t { binary, nocase, rtrim };

/// The collation of this name (ASCII case-insensitive; "" is BINARY). nullopt: one of the application's own, by which
/// order and equality cannot be told here.
[[nodiscard]] std::optional<Collation> builtin_collation(std::string_view name);

}  // namespace lite2pg
