// The one table of words that declared types are read by (docs/types.md shows the same table; a test compares them).
#pragma once

#include <span>
#include <string_view>

#include "mapping/census.h"

namespace lite2pg {

struct DeclaredWord {
  std::string_view words;  ///< Lower case, single blanks: "double precision", "tinyint(1)".
  Intent intent;
};

/// All known words, grouped by intent.
[[nodiscard]] std::span<const DeclaredWord> declared_words() noexcept;

/// "integer", "small integer", ..., as docs/types.md and plans name them.
[[nodiscard]] std::string_view name_of(Intent intent) noexcept;

}  // namespace lite2pg
