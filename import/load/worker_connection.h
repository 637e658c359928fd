// A load worker's connection, made again after it was lost.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "import/load/context.h"
#include "import/postgres/bulk_connection.h"

namespace lite2pg {

/// How the transactions of a staged load begin: names that the plan's statements leave unqualified are those of
/// `schema`; memory for index builds; no waiting for the disk at each commit (the commit that publishes waits for all).
[[nodiscard]] TransactionRules load_rules(std::string_view schema, std::uint64_t maintenance_kb,
                                          unsigned statement_timeout = 0);

/// maintenance_work_mem for a worker, in kB: enough to sort the largest index in memory, between 64 MB and 256 MB, and
/// at most 1 GB over all workers.
[[nodiscard]] std::uint64_t maintenance_memory_kb(const Plan& plan, unsigned jobs);

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
