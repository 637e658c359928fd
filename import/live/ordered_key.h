// Keys as bytes that sort as SQLite sorts them: integers before texts, texts by their bytes (BINARY). How the ledger
// keeps where a leaf begins and ends.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/value/value.h"

namespace lite2pg {

/// Per value a tag, then 8 bytes big-endian with the sign turned round, or the text with 00 as 00 ff and 00 00 at its
/// end. nullopt: it holds a value of another class, whose place among the keys of the target cannot be told.
[[nodiscard]] std::optional<std::string> ordered_key(std::span<const OwnedValue> key);

/// The values again. Throws std::invalid_argument for bytes that ordered_key() does not make.
[[nodiscard]] std::vector<OwnedValue> values_of_key(std::string_view bytes);

}  // namespace lite2pg
