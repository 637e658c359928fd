// Which libpq speaks to the server, and which servers are known to work, for --version.
#pragma once

#include <string>

namespace lite2pg {

/// "libpq 15.14, PostgreSQL 14 to 18": of the library in use, not of its headers.
[[nodiscard]] std::string postgres_library();

}  // namespace lite2pg
