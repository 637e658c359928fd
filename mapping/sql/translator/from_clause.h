// What FROM's joins have in common, whether they are by ON or by names.
#pragma once

#include <string_view>

#include "mapping/sql/parser/syntax.h"

namespace lite2pg {

/// Whether a translated condition is one equation of two operands, by which PostgreSQL can join fully.
[[nodiscard]] bool is_plain_equation(std::string_view sql) noexcept;
/// Throws SqlError: PostgreSQL has no such join.
[[noreturn]] void refuse_full_join(const FromItem& item);

}  // namespace lite2pg
