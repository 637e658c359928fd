// LIST of a fleet: the files, and the tenant that each of them becomes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lite2pg {

struct FleetFile {
  std::string path;    ///< Absolute.
  std::string tenant;  ///< UTF-8, not empty, without NUL.

  friend bool operator==(const FleetFile&, const FleetFile&) = default;
};

/// How a tenant gets its name where the list gives none.
class TenantRule {
 public:
  /// "stem" (the file's name without its last extension), "parent" (its folder's name), or a regular expression
  /// (ECMAScript) that is searched in the path: its first group, else all it matches. Throws Error(usage).
  explicit TenantRule(std::string rule);
  /// Throws Error(usage) for a path that the rule gives no name.
  [[nodiscard]] std::string name_of(const std::string& path) const;

 private:
  std::string rule_;
};

/// LIST as the user gives it: a file with a path a line (and, after a tab, perhaps the tenant's name), "-" for such
/// lines on standard input, or a glob. In the order of the list; a glob's matches are sorted by bytes. Throws
/// Error(usage): nothing in it, a name twice, no name, one file by two paths (links are followed).
[[nodiscard]] std::vector<FleetFile> read_fleet_list(const std::string& list, const TenantRule& rule);

/// The same of the text of a list; `what` names it in messages.
[[nodiscard]] std::vector<FleetFile> parse_fleet_list(std::string_view text, const std::string& what,
                                                      const TenantRule& rule);

/// 32 hex digits over paths and tenants: by which a second call knows the run of the first.
[[nodiscard]] std::string hash_of(const std::vector<FleetFile>& files);

}  // namespace lite2pg
