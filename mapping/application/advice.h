// What people are told about a database that a framework made.
#pragma once

#include <string>
#include <vector>

#include "mapping/application/framework.h"

namespace lite2pg {

/// The line that names framework and evidence, then the two commands that its application needs instead of a fresh
/// import, then the recipe. `source` and `target` are shown as given (no secret), quoted for a shell.
[[nodiscard]] std::vector<std::string> advice_of(const Recognised& found, const std::string& source,
                                                 const std::string& target);

/// A word for a POSIX shell: in single quotes unless it is plain.
[[nodiscard]] std::string shell_word(const std::string& text);

}  // namespace lite2pg
