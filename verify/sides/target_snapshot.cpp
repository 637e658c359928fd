#include "verify/sides/target_snapshot.h"

#include "mapping/target/quote.h"

namespace lite2pg {

std::string verify_settings_sql() {
  return "SET jit = off; SET max_parallel_workers_per_gather = 0; SET row_security = off";
}

TargetSnapshot::TargetSnapshot(Target target) : target_(std::move(target)), session_(target_, "verify") {
  session_.execute(verify_settings_sql());
  server_version_ = session_.server_version();
  session_.begin();
  session_.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  id_ = session_.query("SELECT pg_export_snapshot()").at(0).at(0).value();
}

TargetSnapshot::~TargetSnapshot() { session_.rollback(); }

void TargetSnapshot::lock(const std::vector<std::string>& tables) {
  for (const std::string& table : tables) session_.execute("LOCK TABLE " + table + " IN ACCESS SHARE MODE");
}

std::unique_ptr<DataConnection> TargetSnapshot::connect() const {
  auto connection = std::make_unique<DataConnection>(target_, "verify rows");
  connection->execute(verify_settings_sql());
  connection->execute("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  connection->execute("SET TRANSACTION SNAPSHOT " + quote_literal(id_));
  return connection;
}

}  // namespace lite2pg
