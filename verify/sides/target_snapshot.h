// One state of the target for a whole run: a session that holds a REPEATABLE READ READ ONLY transaction and exports its
// snapshot, and data connections that join it (https://www.postgresql.org/docs/15/functions-admin.html section
// 9.27.5). Takes no lock but ACCESS SHARE.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "import/postgres/copy_stream.h"
#include "import/postgres/session.h"

namespace lite2pg {

class TargetSnapshot {
 public:
  /// Connects, begins and exports. Throws TargetError.
  explicit TargetSnapshot(Target target);
  ~TargetSnapshot();
  TargetSnapshot(const TargetSnapshot&) = delete;
  TargetSnapshot& operator=(const TargetSnapshot&) = delete;

  /// Holds ACCESS SHARE on these tables (quoted, with schema; what matters most first) until the end, so that no VACUUM
  /// FULL moves rows between two ranges of a table, and no TRUNCATE empties one before it is read. Only as many as
  /// leave most of the server's lock table to others.
  void lock(const std::vector<std::string>& tables);
  /// A new connection in the snapshot. Any thread.
  [[nodiscard]] std::unique_ptr<DataConnection> connect() const;
  /// Ends the connection's transaction, which gives up its locks, and joins the snapshot again. Any thread.
  void rejoin(DataConnection& connection) const;

  [[nodiscard]] int server_version() const noexcept { return server_version_; }

 private:
  Target target_;
  Session session_;
  std::string id_;
  int server_version_ = 0;
};

}  // namespace lite2pg
