#include "import/load/server.h"

#include "import/ledger/run_lock.h"
#include "import/load/worker_connection.h"
#include "import/postgres/copy_stream.h"

namespace lite2pg {

std::unique_ptr<BulkConnection> PostgresLoadServer::connect() {
  auto connection = std::make_unique<DataConnection>(target_, "import " + run_);
  if (settings_.schema.empty()) return connection;
  connection->execute(worker_settings_sql(settings_.schema, settings_.maintenance_kb, settings_.statement_timeout));
  return connection;
}

void PostgresLoadServer::end_process(int process) {
  Session session(target_, "import");
  end_session(session, std::to_string(process), "lite2pg import " + run_);
}

DoneWork PostgresLoadServer::done() {
  Session session(target_, "import");
  return done_by_ledger(session, run_);
}

}  // namespace lite2pg
