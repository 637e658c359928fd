// Columns that keep numbers among texts as text (codec text_number): what can be compared without knowing which is
// which.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mapping/sql/operands/scope.h"

namespace lite2pg {

/// Whether the operand is such a column whose affinity makes a number of every text that looks like one, so that two of
/// its values are equal when their spellings are.
[[nodiscard]] bool is_spelled(const Operand& operand);

/// The spelling of `operand` as such a column of that affinity would hold it: of another such column, an INTEGER, a
/// text that cannot look like a number, a literal. nullopt when that is not known.
[[nodiscard]] std::optional<std::string> spelling_of(const Operand& operand, const ScopeColumn& beside);

/// `a` = `b` (<>, IS, IS NOT) by their spellings; nullopt unless one of them is such a column. `spelled` is
/// PostgreSQL's operator.
[[nodiscard]] std::optional<std::string> compare_spelled(const Operand& a, const Operand& b,
                                                         const std::string& spelled);

}  // namespace lite2pg
