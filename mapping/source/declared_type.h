// The one table of words that declared types are read by (docs/types.md shows the same table; a test compares them).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "mapping/source/schema.h"

namespace lite2pg {

/// What the declared type wishes for: decides which detailed evidence is worth collecting.
enum class Intent : std::uint8_t {
  integer,
  small_integer,
  medium_integer,
  boolean,
  real,
  decimal,
  varchar,
  text,
  blob,
  date,
  time,
  timestamp,
  timestamptz,
  uuid,
  json,
  none,
};

/// The declared type, read: "DECIMAL(10,2)" -> decimal, 10, 2. One table of words (docs/types.md).
struct DeclaredType {
  Intent intent = Intent::none;
  Affinity affinity = Affinity::blob;
  std::uint32_t length = 0;     ///< VARCHAR(n), CHAR(n); 0: no limit
  std::uint16_t precision = 0;  ///< DECIMAL(p,s); 0: no limit
  std::int16_t scale = 0;

  friend bool operator==(const DeclaredType&, const DeclaredType&) = default;
};
[[nodiscard]] DeclaredType read_declared_type(std::string_view declared_type);

struct DeclaredWord {
  std::string_view words;  ///< Lower case, single blanks: "double precision", "tinyint(1)".
  Intent intent;
};

/// All known words, grouped by intent.
[[nodiscard]] std::span<const DeclaredWord> declared_words() noexcept;

/// "integer", "small integer", ..., as docs/types.md and plans name them.
[[nodiscard]] std::string_view name_of(Intent intent) noexcept;

/// The declared type of a column of `table`, with the affinity that the column has (ANY in a STRICT table has none).
[[nodiscard]] DeclaredType declared_type_of(const Table& table, std::size_t column);

}  // namespace lite2pg
