// The values of a list that is written as CSV with quotes, as YAML or by PHP's serialize(), for canonical().
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/codec/forms.h"

namespace lite2pg {

/// nullopt: `text` is no such list. NULLs are nullopt.
[[nodiscard]] std::optional<std::vector<std::optional<std::string>>> list_values(ArrayForm form, std::string_view text);

}  // namespace lite2pg
