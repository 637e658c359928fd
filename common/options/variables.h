// Options from the environment: each option --NAME-OF-IT is also the variable LITE2PG_NAME_OF_IT.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/options/table.h"

namespace lite2pg {

/// "on-misfit" -> "LITE2PG_ON_MISFIT"
[[nodiscard]] std::string variable_of(std::string_view option);

/// What the environment says for an option. An empty variable counts as unset, and so does the one that a hook is told
/// its run by. A list of several words is written as a TOML array: ["a", "b"]. Throws Error(usage).
[[nodiscard]] std::optional<GivenOption> given_by_environment(const Option& option);

/// One line for each variable of the environment that looks like a misspelt option of this table.
[[nodiscard]] std::vector<std::string> misspelt_variables(const OptionTable& table);

}  // namespace lite2pg
