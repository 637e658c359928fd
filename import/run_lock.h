// One process at a time works on a run: an advisory lock of the session that leads it, gone with that session.
#pragma once

#include <string>
#include <string_view>

#include "import/session.h"

namespace lite2pg {

/// Takes the lock until the session ends. Throws Error(target) naming the process that holds it.
void lock_run(Session& session, std::string_view run);

/// SQL expression: whether any session holds the lock of the run whose id `id_sql` yields.
[[nodiscard]] std::string run_is_locked_sql(const std::string& id_sql);

}  // namespace lite2pg
