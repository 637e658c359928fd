#include "common/patterns.h"

#include <algorithm>

#include "common/text.h"

namespace lite2pg {

std::optional<UnmatchedPattern> first_unmatched(const std::vector<std::string>& patterns,
                                                const std::vector<std::string>& names) {
  for (const std::string& pattern : patterns) {
    const auto matches = [&](const std::string& name) { return glob_match(pattern, name); };
    if (std::ranges::none_of(names, matches)) return UnmatchedPattern{pattern, nearest(pattern, names)};
  }
  return std::nullopt;
}

}  // namespace lite2pg
