#include "import/load/worker_connection.h"

#include <algorithm>

namespace lite2pg {

TransactionRules load_rules(std::string_view schema, std::uint64_t maintenance_kb, unsigned statement_timeout) {
  return {.settings = {{"synchronous_commit", "off"},
                       {"maintenance_work_mem", std::to_string(maintenance_kb)},
                       {"statement_timeout", seconds_setting(statement_timeout)}},
          .schema = std::string(schema)};
}

std::uint64_t maintenance_memory_kb(const Plan& plan, unsigned jobs) {
  constexpr std::uint64_t mb = 1024, bytes_per_entry = 64;
  std::uint64_t rows = 0;
  for (const TablePlan& table : plan.tables) rows = std::max(rows, table.rows);
  const std::uint64_t most = std::clamp(1024 * mb / std::max(1U, jobs), 64 * mb, 256 * mb);
  return std::clamp(rows * bytes_per_entry / 1024, 64 * mb, most);
}

BulkConnection& WorkerConnection::get() {
  if (connection_) return *connection_;
  if (former_process_ != 0) {
    // A server that has not noticed the loss may still be at work on the former statement, and commit it.
    server_.end_process(former_process_);
    former_process_ = 0;
  }
  connection_ = server_.connect(stop_);
  return *connection_;
}

void WorkerConnection::close() noexcept {
  if (!connection_) return;
  former_process_ = connection_->server_process();
  connection_.reset();
}

}  // namespace lite2pg
