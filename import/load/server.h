// What a load asks of PostgreSQL beside its own connections' statements. Tests put memory in its place.
#pragma once

#include <memory>
#include <string>

#include "import/load/done_work.h"
#include "import/postgres/bulk_connection.h"

namespace lite2pg {

/// Any thread.
class LoadServer {
 public:
  virtual ~LoadServer() = default;

  /// A connection with a load's settings. Throws TargetError.
  virtual std::unique_ptr<BulkConnection> connect() = 0;
  /// Waits until this server process, which a lost connection may have left at work, is gone. Throws TargetError.
  virtual void end_process(int process) = 0;
  /// What the ledger calls done at this moment. Throws TargetError.
  virtual DoneWork done() = 0;
};

/// PostgreSQL itself.
class PostgresLoadServer : public LoadServer {
 public:
  struct Settings {
    std::string schema;                ///< Unqualified names are those of this one; empty: settings are left alone.
    std::uint64_t maintenance_kb = 0;  ///< maintenance_work_mem
    unsigned statement_timeout = 0;    ///< Seconds; 0: none.
  };
  PostgresLoadServer(Target target, std::string run, Settings settings)
      : target_(std::move(target)), run_(std::move(run)), settings_(std::move(settings)) {}

  std::unique_ptr<BulkConnection> connect() override;
  void end_process(int process) override;
  DoneWork done() override;

 private:
  Target target_;
  std::string run_;
  Settings settings_;
};

}  // namespace lite2pg
