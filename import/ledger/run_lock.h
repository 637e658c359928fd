// One process at a time works on a run: an advisory lock of the session that leads it, gone with that session.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "import/postgres/session.h"

namespace lite2pg {

/// How long a run's lock is waited for: a server needs a moment to notice that a killed process is gone.
inline constexpr std::chrono::seconds lock_patience{20};

/// Takes the lock until the session ends; waits for it, with a word in the log, at most `patience`. Throws
/// Error(target) naming the process that holds it, Error(interrupted).
void lock_run(Session& session, std::string_view run, std::chrono::seconds patience = std::chrono::seconds(0));

/// Ends the server sessions that workers of the run left behind, and waits until they are gone: a process that was
/// killed may have left a CREATE INDEX that would still commit. Call it with the run's lock held and no worker of one's
/// own. Throws Error(target) when they do not go.
void end_left_sessions(Session& session, std::string_view run);

/// Ends one server session by its process id, when it still belongs to a connection named `application`; waits for it.
void end_session(Session& session, const std::string& pid, std::string_view application);

/// SQL expression: whether any session holds the lock of the run whose id `id_sql` yields.
[[nodiscard]] std::string run_is_locked_sql(const std::string& id_sql);

}  // namespace lite2pg
