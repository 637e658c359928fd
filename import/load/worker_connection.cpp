#include "import/load/worker_connection.h"

#include <algorithm>

#include "mapping/plan/ddl.h"

namespace lite2pg {

std::string worker_settings_sql(std::string_view schema, std::uint64_t maintenance_kb, unsigned statement_timeout) {
  // pg_catalog comes first when it is not named: a table called "text" or "date" must not hide the type.
  return "SET search_path = " + quote_identifier(schema) + "; SET synchronous_commit = off; " +
         "SET maintenance_work_mem = " + std::to_string(maintenance_kb) +
         // Several times faster than pglz both ways, where the server was built with it. A value's compression is its
         // own: nothing of the table or of what applications write later changes.
         "; SELECT set_config(name, 'lz4', false) FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' "
         "= "
         "ANY (enumvals)" +
         (statement_timeout > 0 ? "; SET statement_timeout = '" + std::to_string(statement_timeout) + "s'" : "");
}

std::uint64_t maintenance_memory_kb(const Plan& plan, unsigned jobs) {
  constexpr std::uint64_t mb = 1024, bytes_per_entry = 64;
  std::uint64_t rows = 0;
  for (const TablePlan& table : plan.tables) rows = std::max(rows, table.rows);
  const std::uint64_t most = std::clamp(1024 * mb / std::max(1U, jobs), 64 * mb, 256 * mb);
  return std::clamp(rows * bytes_per_entry / 1024, 64 * mb, most);
}

void ConnectionSet::add(BulkConnection& connection) {
  const std::scoped_lock lock(lock_);
  connections_.push_back(&connection);
}

void ConnectionSet::remove(BulkConnection& connection) {
  const std::scoped_lock lock(lock_);
  std::erase(connections_, &connection);
}

void ConnectionSet::cancel_all() {
  const std::scoped_lock lock(lock_);
  for (BulkConnection* connection : connections_) connection->cancel();
}

void ConnectionSet::sever_all() {
  const std::scoped_lock lock(lock_);
  for (BulkConnection* connection : connections_) connection->sever();
}

std::function<void(int)> stop_connections(ConnectionSet& connections) {
  return [&connections](int round) {
    // A request that arrives between two statements is lost.
    if (round % 10 == 0) connections.cancel_all();
    if (round == 50) connections.sever_all();
  };
}

BulkConnection& WorkerConnection::get() {
  if (connection_) return *connection_;
  if (former_process_ != 0) {
    // A server that has not noticed the loss may still be at work on the former statement, and commit it.
    server_.end_process(former_process_);
    former_process_ = 0;
  }
  connection_ = server_.connect();
  set_.add(*connection_);
  return *connection_;
}

void WorkerConnection::close() noexcept {
  if (!connection_) return;
  set_.remove(*connection_);
  former_process_ = connection_->server_process();
  connection_.reset();
}

}  // namespace lite2pg
