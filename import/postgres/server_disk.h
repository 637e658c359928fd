// Free space where the server will put the tables, as far as this process can see it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "import/postgres/session.h"

namespace lite2pg {

struct ServerDisk {
  std::string folder;  ///< Of the tablespace, or the data folder.
  std::uint64_t free = 0;
};

/// nullopt when the server runs on another machine, or the role may not know its folders.
[[nodiscard]] std::optional<ServerDisk> server_disk(Session& session);

}  // namespace lite2pg
