// A load worker's connection: made with the settings of a load, made again after it was lost, and cancelled from
// outside when the load is to stop.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "import/load/context.h"
#include "import/postgres/bulk_connection.h"

namespace lite2pg {

/// SET statements of a worker's session: unqualified names are those of `schema`; memory for index builds; no waiting
/// for the disk at each commit (the commit that publishes waits for all).
[[nodiscard]] std::string worker_settings_sql(std::string_view schema, std::uint64_t maintenance_kb,
                                              unsigned statement_timeout = 0);

/// maintenance_work_mem for a worker, in kB: enough to sort the largest index in memory, between 64 MB and 256 MB, and
/// at most 1 GB over all workers.
[[nodiscard]] std::uint64_t maintenance_memory_kb(const Plan& plan, unsigned jobs);

/// The connections at work, so that another thread can stop what they do.
class ConnectionSet {
 public:
  void add(BulkConnection& connection);
  void remove(BulkConnection& connection);
  void cancel_all();
  void sever_all();

 private:
  std::mutex lock_;
  std::vector<BulkConnection*> connections_;
};

/// Cancels everything in `connections` again and again, and cuts the connections that do not end within a second: what
/// an InterruptWatch does for a load.
[[nodiscard]] std::function<void(int)> stop_connections(ConnectionSet& connections);

/// One worker's place in the set.
class WorkerConnection {
 public:
  WorkerConnection(LoadServer& server, ConnectionSet& set) : server_(server), set_(set) {}
  ~WorkerConnection() { close(); }
  WorkerConnection(const WorkerConnection&) = delete;
  WorkerConnection& operator=(const WorkerConnection&) = delete;

  /// Connects when there is no connection; the server's session of the former one is gone then. Throws TargetError.
  BulkConnection& get();
  void close() noexcept;

 private:
  LoadServer& server_;
  ConnectionSet& set_;
  std::unique_ptr<BulkConnection> connection_;
  int former_process_ = 0;  ///< The server's process of the connection that was closed last.
};

}  // namespace lite2pg
