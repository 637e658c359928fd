#include "common/version.h"

namespace lite2pg {

/// Of the build: cmake/commit.cmake writes it.
std::string_view commit() noexcept;

std::string_view version() noexcept { return LITE2PG_VERSION; }

std::string version_with_commit() {
  const std::string_view of = commit();
  return std::string(version()) + (of.empty() ? "" : " (commit " + std::string(of) + ")");
}

}  // namespace lite2pg
