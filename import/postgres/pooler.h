// A connection pooler between us and the server that gives each transaction another server process.
#pragma once

#include "import/postgres/session.h"

namespace lite2pg {

/// Looks for one, by a second connection and many small transactions; at most 20 round trips, and only when the process
/// that answers is not the one that took the login. Throws TargetError with the way around it. A pooler that is busy
/// may escape: what keeps data safe is that every transaction that writes looks for itself (begin_statements).
void refuse_pooler(Session& session);

/// The rule of it: server processes that two open connections met in turn, a round each.
struct MetProcesses {
  int first, second;
};
[[nodiscard]] bool changes_processes(const std::vector<MetProcesses>& rounds);

}  // namespace lite2pg
