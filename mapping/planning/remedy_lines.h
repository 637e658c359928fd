// Which lines of a mapping file are worth trying on a column of an existing table that refuses values. Whether one
// helps is found out by trying it (mapping/choice/trial.h), so that a row too many costs time and nothing else.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mapping/census/census.h"
#include "mapping/choice/lattice.h"
#include "mapping/target/catalog.h"
#include "mapping/target/type.h"

namespace lite2pg {

/// "key = value  # comment", the least loss first. None that `rule` follows already.
[[nodiscard]] std::vector<std::string> lines_to_try(const ColumnCensus& census, const TargetColumn& column,
                                                    const TargetType& type, const ColumnRule& rule);

/// The key of "key = value"; two lines of one key exclude each other.
[[nodiscard]] std::string_view key_of(std::string_view line) noexcept;

/// The value of a DEFAULT that is a constant, as TOML: "'a'::text" -> "\"a\"", "0" -> "0", "true" -> "1"; empty for any
/// other expression.
[[nodiscard]] std::string constant_as_toml(std::string_view default_sql);

}  // namespace lite2pg
