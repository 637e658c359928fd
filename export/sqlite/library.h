// Which SQLite reads the files, for --version.
#pragma once

#include <string>

namespace lite2pg {

/// "SQLite 3.40.1": of the library in use, not of its headers.
[[nodiscard]] std::string sqlite_library();

}  // namespace lite2pg
