// What the verifying role may read of a schema: told before anything is read, so that what is closed to it becomes a
// line of the result instead of an error half-way.
#pragma once

#include <set>
#include <string>

#include "import/postgres/session.h"

namespace lite2pg {

struct ReadAccess {
  std::string role;
  std::set<std::string> closed;                           ///< Tables of which it may not read every column.
  std::set<std::string> row_secured;                      ///< Tables whose rows row security would hide from it.
  std::set<std::pair<std::string, std::string>> columns;  ///< Of closed tables: those it may read.
};

/// In an open transaction.
[[nodiscard]] ReadAccess read_access(Session& session, const std::string& schema);
/// In a transaction of its own.
[[nodiscard]] ReadAccess access_to(Session& session, const std::string& schema);

}  // namespace lite2pg
