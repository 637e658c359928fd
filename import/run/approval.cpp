#include "import/run/approval.h"

#include <set>

#include "common/error.h"

namespace lite2pg {

Approval read_approval(const std::string& option) {
  const std::size_t colon = option.rfind(':');
  if (colon == std::string::npos) return {"", option};
  return {option.substr(0, colon), option.substr(colon + 1)};
}

void check_approvals(const std::vector<std::string>& options, unsigned required, const std::string& plan_hash) {
  std::set<std::string> names;
  for (const std::string& option : options) {
    const Approval approval = read_approval(option);
    if (approval.hash != plan_hash) {
      throw Error(ExitCode::refused, "approved is plan " + approval.hash + ", but this is plan " + plan_hash,
                  "source, mapping file or options differ from what was approved; --dry-run shows the plan");
    }
    if (!approval.name.empty()) names.insert(approval.name);
  }
  if (names.size() >= required) return;
  throw Error(
      ExitCode::refused,
      "plan " + plan_hash + " has " + std::to_string(names.size()) + " of " + std::to_string(required) + " approvals",
      "each approver adds --approve NAME:" + plan_hash);
}

}  // namespace lite2pg
