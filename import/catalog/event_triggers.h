// Event triggers of the target's database (https://www.postgresql.org/docs/15/event-triggers.html). They belong to no
// schema, and run code of somebody else's at statements that make, change or drop what does.
#pragma once

#include <string>
#include <vector>

#include "import/postgres/session.h"

namespace lite2pg {

/// One line for each that would fire in a session like this one: its name, when it fires, and what it calls.
[[nodiscard]] std::vector<std::string> event_triggers(Session& session);

}  // namespace lite2pg
