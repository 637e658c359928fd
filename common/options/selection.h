// --tables and --exclude, looked at as a whole.
#pragma once

#include <string>
#include <vector>

namespace lite2pg {

/// Throws Error(usage) for the first pattern of either that matches none of `names`: what was meant to be chosen or
/// left out would silently not be.
void require_matches(const std::vector<std::string>& names, const std::vector<std::string>& tables,
                     const std::vector<std::string>& exclude);

}  // namespace lite2pg
