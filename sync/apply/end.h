// The end of a repair's transaction, and what is noted after it.
#pragma once

#include <string>
#include <string_view>

#include "import/ledger/repairs.h"
#include "import/postgres/copy_stream.h"

namespace lite2pg {

/// COMMIT. When the connection is lost over it, the ledger is asked on a new one whether it was done. Throws when it
/// was not, or cannot be known.
void commit_repair(DataConnection& connection, const Target& target, const std::string& repair);

/// What was done is done: an event that cannot be written is a line in the log.
void add_event_if_possible(Session& session, const RepairRecord& record, std::string_view kind,
                           const std::string& detail_json);

}  // namespace lite2pg
