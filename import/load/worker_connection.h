// A load worker's connection, made again after it was lost.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "import/load/context.h"
#include "import/postgres/bulk_connection.h"

namespace lite2pg {

/// How the transactions of a staged load begin: names that the plan's statements leave unqualified are those of
/// `schema`; PostgreSQL's own memory for index builds, whatever a role brings along; no waiting for the disk at each
/// commit (the commit that publishes waits for all). `statement_timeout` in seconds; 0: none.
[[nodiscard]] TransactionRules load_rules(std::string_view schema, unsigned statement_timeout = 0);

class WorkerConnection {
 public:
  /// What it waits for ends when `stop` is set.
  WorkerConnection(LoadServer& server, const StopFlag& stop) : server_(server), stop_(stop) {}

  /// Connects when there is no connection; the server's session of the former one is gone then. Throws TargetError.
  BulkConnection& get();
  void close() noexcept;

 private:
  LoadServer& server_;
  const StopFlag& stop_;
  std::unique_ptr<BulkConnection> connection_;
  int former_process_ = 0;  ///< The server's process of the connection that was closed last.
};

}  // namespace lite2pg
