#include "common/options/selection.h"

#include <algorithm>

#include "common/error.h"
#include "common/text.h"

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
  for (const std::string& pattern : patterns) {
    if (std::ranges::any_of(names, [&](const std::string& name) { return glob_match(pattern, name); })) continue;
    const std::string near = nearest(pattern, names);
    throw Error(ExitCode::usage, option + " '" + pattern + "' matches no table of the source",
                near.empty() ? listed(names) : "did you mean '" + near + "'?");
  }
}

}  // namespace

void require_matches(const std::vector<std::string>& names, const std::vector<std::string>& tables,
                     const std::vector<std::string>& exclude) {
  require(names, "--tables", tables);
  require(names, "--exclude", exclude);
}

}  // namespace lite2pg
