#include "verify/sides/target_snapshot.h"

#include <algorithm>

#include "mapping/target/quote.h"
#include "verify/sides/read_only.h"

namespace lite2pg {
namespace {

/// A quarter of the server's lock table: https://www.postgresql.org/docs/15/runtime-config-locks.html
constexpr std::string_view lock_budget_sql =
    "SELECT pg_catalog.current_setting('max_locks_per_transaction')::pg_catalog.int8 * "
    "(pg_catalog.current_setting('max_connections')::pg_catalog.int8 + "
    "pg_catalog.current_setting('max_prepared_transactions')::pg_catalog.int8) / 4";

}  // namespace

TargetSnapshot::TargetSnapshot(Target target) : target_(std::move(target)), session_(target_, "verify") {
  server_version_ = session_.server_version();
  session_.begin();
  session_.execute(read_only_sql());
  id_ = session_.query("SELECT pg_catalog.pg_export_snapshot()").at(0).at(0).value();
}

TargetSnapshot::~TargetSnapshot() { session_.rollback(); }

void TargetSnapshot::lock(const std::vector<std::string>& tables) {
  const std::uint64_t budget = std::stoull(session_.query(lock_budget_sql).at(0).at(0).value());
  std::string names;
  for (std::size_t i = 0; i < std::min<std::uint64_t>(tables.size(), budget); ++i) {
    names += (i == 0 ? "" : ", ") + tables[i];
  }
  if (!names.empty()) session_.execute("LOCK TABLE " + names + " IN ACCESS SHARE MODE");
}

std::unique_ptr<DataConnection> TargetSnapshot::connect() const {
  auto connection = std::make_unique<DataConnection>(target_, "verify rows");
  connection->execute("BEGIN");
  connection->execute_all({read_only_sql(), "SET TRANSACTION SNAPSHOT " + quote_literal(id_)});
  return connection;
}

void TargetSnapshot::rejoin(DataConnection& connection) const {
  connection.execute_all({"ROLLBACK", "BEGIN", read_only_sql(), "SET TRANSACTION SNAPSHOT " + quote_literal(id_)});
}

}  // namespace lite2pg
