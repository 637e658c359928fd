// Whether a plan is the one that people approved.
#pragma once

#include <string>
#include <vector>

namespace lite2pg {

/// An --approve option: "HASH" or "NAME:HASH".
struct Approval {
  std::string name;  ///< Empty when none is given.
  std::string hash;
};
[[nodiscard]] Approval read_approval(const std::string& option);

/// Throws Error(refused) when an approval is for another plan than `plan_hash`, or when fewer than `required` distinct
/// names approved it.
void check_approvals(const std::vector<std::string>& options, unsigned required, const std::string& plan_hash);

}  // namespace lite2pg
