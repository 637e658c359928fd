#include "common/selection.h"

#include <algorithm>

#include "common/error.h"
#include "common/text.h"

namespace lite2pg {
namespace {

void require(const std::vector<std::string>& names, const std::string& option,
             const std::vector<std::string>& patterns) {
  for (const std::string& pattern : patterns) {
    if (std::ranges::any_of(names, [&](const std::string& name) { return glob_match(pattern, name); })) continue;
    const std::string near = nearest(pattern, names);
    throw Error(ExitCode::usage, option + " '" + pattern + "' matches no table of the source",
                near.empty() ? "--dry-run lists the tables" : "did you mean '" + near + "'?");
  }
}

}  // namespace

void require_matches(const std::vector<std::string>& names, const std::vector<std::string>& tables,
                     const std::vector<std::string>& exclude) {
  require(names, "--tables", tables);
  require(names, "--exclude", exclude);
}

}  // namespace lite2pg
