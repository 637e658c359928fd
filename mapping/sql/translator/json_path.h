// Paths into JSON documents: https://sqlite.org/json1.html#path_arguments
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/sql/operands/operand.h"

namespace lite2pg {

/// A column that became json or jsonb.
[[nodiscard]] bool is_json(const Operand& operand) noexcept;
/// "$.a.b" as a, b; nullopt for array indexes and quoted keys.
[[nodiscard]] std::optional<std::vector<std::string>> plain_keys(std::string_view path);

}  // namespace lite2pg
