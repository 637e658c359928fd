// Finds out, before anything is written, which of the capabilities that a run would use its server refuses.
#pragma once

#include <vector>

#include "import/postgres/capability.h"
#include "import/postgres/session.h"

namespace lite2pg {

/// What loading, publishing and taking back use.
[[nodiscard]] const std::vector<Capability>& capabilities_of_import();
/// What comparing uses.
[[nodiscard]] const std::vector<Capability>& capabilities_of_verify();
/// What a repair uses beside comparing.
[[nodiscard]] const std::vector<Capability>& capabilities_of_repair();

/// Which schemas a probe may use; empty: none.
struct ProbeSchemas {
  std::string staging = {};    ///< In which tables may be made, where the role may make no schemas.
  std::string published = {};  ///< Another that stands there, for the same.
  std::string read = {};       ///< Whose tables will be read: an engine may treat its catalog otherwise.
};

/// Tries each of `wanted` in a transaction that is rolled back, all in one when none is refused, and notes in the
/// session's target what was found. What would need a schema that is not to be had is left alone. Rights that the role
/// lacks, and what passes by itself, are no refusal. Throws TargetError for a lost connection.
void probe_capabilities(Session& session, const std::vector<Capability>& wanted, const ProbeSchemas& schemas = {});

/// Whether the error says that the server does not know what it was asked for.
[[nodiscard]] bool is_unknown_to_server(const TargetError& error) noexcept;

}  // namespace lite2pg
