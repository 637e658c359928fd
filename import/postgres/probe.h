// A look at a server that does not answer, from another connection.
#pragma once

#include <string>

#include "common/parallel.h"
#include "import/postgres/target.h"

namespace lite2pg {

struct ProbeAnswer {
  std::string hold;         ///< Why `process` will not answer; empty while there is hope.
  std::string waits_since;  ///< Since when `process` waits to hear from us, or to be heard; empty: it does not.
  bool silent = false;      ///< The login was taken, but the question got no answer: a full pool looks like that.
};

/// Connects to `place`, which must not probe in its turn, and asks what the server process waits for. That a server
/// refuses the connection (too many, starting, stopping, no right) shows that it lives. Takes at most the patience of
/// `place`, twice. Throws Error(interrupted).
[[nodiscard]] ProbeAnswer probe(const Target& place, int process, const StopFlag* stop);

}  // namespace lite2pg
