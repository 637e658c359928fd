#include "import/load/server.h"

#include "import/ledger/run_lock.h"
#include "import/postgres/copy_stream.h"

namespace lite2pg {

PostgresLoadServer::PostgresLoadServer(Target target, std::string run, TransactionRules rules)
    : target_(std::move(target)), run_(std::move(run)), rules_(std::move(rules)) {
  if (can(Capability::advisory_locks)) rules_.then = worker_lock_sql(run_);
}

std::unique_ptr<BulkConnection> PostgresLoadServer::connect(const StopFlag& stop) {
  auto connection = std::make_unique<DataConnection>(target_, worker_session_of(target_, run_), &stop);
  connection->set_rules({.access = Access::read_only});
  connection->begin();
  const std::string lz4 = connection->query_value(
      "SELECT 1 FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)");
  connection->rollback();
  TransactionRules rules = rules_;
  // Several times faster than pglz both ways, where the server was built with it. A value's compression is its own:
  // nothing of the table or of what applications write later changes.
  if (!lz4.empty()) rules.settings.emplace_back("default_toast_compression", "lz4");
  connection->set_rules(std::move(rules));
  return connection;
}

void PostgresLoadServer::end_process(int process) {
  Session session(target_, "import");
  end_left_session(session, run_, process);
}

DoneWork PostgresLoadServer::done() {
  Session session(target_, "import");
  return done_by_ledger(session, run_);
}

}  // namespace lite2pg
