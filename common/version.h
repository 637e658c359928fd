// The version that --version, reports, archives and the ledger name.
#pragma once

#include <string_view>

namespace lite2pg {

[[nodiscard]] std::string_view version() noexcept;

}  // namespace lite2pg
