#include "import/load/worker_connection.h"

namespace lite2pg {

TransactionRules load_rules(std::string_view schema, unsigned statement_timeout) {
  // More memory than the default is no gain: indexes of 20 million entries take as long with 64 MB as with 256 MB, and
  // a foreign key's check is lured into hashing rows (10 million: 6.8 s) instead of merging two indexes (0.9 s).
  return {.settings = {{"synchronous_commit", "off"},
                       {"maintenance_work_mem", "64MB"},
                       {"jit", "off"},
                       {"statement_timeout", seconds_setting(statement_timeout)}},
          .schema = std::string(schema)};
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
