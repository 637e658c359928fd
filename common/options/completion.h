// What a shell completes: options, the words that they take, files and folders; written from the table of options.
#pragma once

#include <string>
#include <string_view>

#include "common/options/table.h"

namespace lite2pg {

/// The completion of `tool` for "bash", "zsh" or "fish". Throws Error(usage) for another shell.
[[nodiscard]] std::string completion_script(std::string_view shell, std::string_view tool, const OptionTable& table);

}  // namespace lite2pg
