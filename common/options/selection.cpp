#include "common/options/selection.h"

#include <algorithm>

#include "common/error.h"
#include "common/patterns.h"

namespace lite2pg {
namespace {

/// "its tables: a, b, c and 5 more"
std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t shown = 10;
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), shown); ++i) text += (i == 0 ? "its tables: " : ", ") + names[i];
  return names.size() > shown ? text + " and " + std::to_string(names.size() - shown) + " more" : text;
}

void require(const std::vector<std::string>& names, const std::string& option,
             const std::vector<std::string>& patterns) {
  const auto unmatched = first_unmatched(patterns, names);
  if (!unmatched) return;
  throw Error(ExitCode::usage, option + " '" + unmatched->pattern + "' matches no table of the source",
              unmatched->near.empty() ? listed(names) : "did you mean '" + unmatched->near + "'?");
}

}  // namespace

void require_matches(const std::vector<std::string>& names, const std::vector<std::string>& tables,
                     const std::vector<std::string>& exclude) {
  require(names, "--tables", tables);
  require(names, "--exclude", exclude);
}

}  // namespace lite2pg
