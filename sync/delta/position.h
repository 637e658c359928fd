// Where a source stands, so that a later round sees without reading it that nothing was written since. Such a look may
// only report too much: what cannot be told for certain is no position at all. A freeze never looks at it.
#pragma once

#include <optional>
#include <string>

#include "import/ledger/ledger.h"

namespace lite2pg {

class SqliteFile;
class Snapshot;

/// In rollback-journal mode every commit counts in the file's header: counter, size, inode and time of the file. Empty
/// when it has a log.
[[nodiscard]] std::string position_of(const SqliteFile& file);

/// In write-ahead mode the header stands still, and SQLite's own version number is a connection's: salts, frames and
/// checksum of the log, and how much of it is in the file already. Empty without a log that is in use.
[[nodiscard]] std::string position_of(const SqliteFile& file, const Snapshot& snapshot);

/// What the last round that came to its end recorded, when no other one has begun since.
struct LastRound {
  std::string position;
  double work_seconds = 0;
};
[[nodiscard]] std::optional<LastRound> last_round(Session& session, std::string_view run);

}  // namespace lite2pg
