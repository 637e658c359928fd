// The version that --version, reports, archives and the ledger name.
#pragma once

#include <string>
#include <string_view>

namespace lite2pg {

[[nodiscard]] std::string_view version() noexcept;

/// The version with the commit that it was built from: "0.1.0 (commit 5538093d2c1f)"; "+" after it: with changes.
[[nodiscard]] std::string version_with_commit();

}  // namespace lite2pg
