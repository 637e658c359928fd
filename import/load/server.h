// What a load asks of PostgreSQL beside its own connections' statements. Tests put memory in its place.
#pragma once

#include <memory>
#include <string>

#include "common/parallel.h"
#include "import/load/done_work.h"
#include "import/postgres/bulk_connection.h"
#include "import/postgres/session.h"

namespace lite2pg {

/// Any thread.
class LoadServer {
 public:
  virtual ~LoadServer() = default;

  /// A connection whose transactions begin as a load's do; what it waits for ends when `stop` is set. Throws
  /// TargetError.
  virtual std::unique_ptr<BulkConnection> connect(const StopFlag& stop) = 0;
  /// Waits until this server process, which a lost connection may have left at work, is gone. Throws TargetError.
  virtual void end_process(int process) = 0;
  /// What the ledger calls done at this moment. Throws TargetError.
  virtual DoneWork done() = 0;
  [[nodiscard]] virtual bool can(Capability) const { return true; }
};

/// FREEZE asks for a table made or emptied in this transaction: whether one that is loaded again may have it.
[[nodiscard]] inline bool can_freeze(const LoadServer& server) {
  return server.can(Capability::truncate) && server.can(Capability::freeze);
}

/// PostgreSQL itself.
class PostgresLoadServer : public LoadServer {
 public:
  /// `rules`: how its transactions begin, but for what the server is asked first (compression) and the worker's lock.
  PostgresLoadServer(Target target, std::string run, TransactionRules rules);

  std::unique_ptr<BulkConnection> connect(const StopFlag& stop) override;
  void end_process(int process) override;
  DoneWork done() override;
  [[nodiscard]] bool can(Capability c) const override { return target_.can(c); }

 private:
  Target target_;
  std::string run_;
  TransactionRules rules_;
};

}  // namespace lite2pg
