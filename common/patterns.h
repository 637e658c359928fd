// Patterns that choose tables by name: whether each chooses any.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace lite2pg {

struct UnmatchedPattern {
  std::string pattern;
  std::string near;  ///< The name that may have been meant; empty: none is near enough.
};

/// The first of `patterns` that matches none of `names`.
[[nodiscard]] std::optional<UnmatchedPattern> first_unmatched(const std::vector<std::string>& patterns,
                                                              const std::vector<std::string>& names);

}  // namespace lite2pg
