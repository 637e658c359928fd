#include "sync/back/row_stream.h"

#include <chrono>

#include "common/interrupt.h"
#include "verify/sides/wire_row.h"

namespace lite2pg {
namespace {

constexpr std::size_t block_bytes = 256U << 10;
constexpr std::size_t most_blocks = 8;
/// How soon a thread that waits sees that the other gave up.
constexpr std::chrono::milliseconds glance{50};
/// A transaction keeps the locks of all tables it has read: thousands of them would fill the server's lock table.
constexpr unsigned tables_a_transaction = 32;

}  // namespace

bool BlockQueue::push(RowBlock block, const StopFlag& stop) {
  std::unique_lock guard(lock_);
  while (blocks_.size() >= most_blocks) {
    if (stop.stopped()) return false;
    changed_.wait_for(guard, glance);
  }
  blocks_.push_back(std::move(block));
  changed_.notify_all();
  return true;
}

void BlockQueue::close() {
  const std::scoped_lock guard(lock_);
  closed_ = true;
  changed_.notify_all();
}

bool BlockQueue::pop(RowBlock& block, const StopFlag& stop) {
  std::unique_lock guard(lock_);
  while (blocks_.empty()) {
    if (closed_ || stop.stopped()) return false;
    throw_if_interrupted();
    changed_.wait_for(guard, glance);
  }
  block = std::move(blocks_.front());
  blocks_.pop_front();
  changed_.notify_all();
  return true;
}

RowStreams::RowStreams(const std::vector<WrittenTable>& tables, const TargetSnapshot& snapshot, std::string schema)
    : tables_(tables),
      snapshot_(snapshot),
      schema_(std::move(schema)),
      ticket_(tables.size()),
      queues_(tables.size()) {}

void RowStreams::read(const StopFlag& stop) {
  TargetSnapshot::Connection connection;
  unsigned read = 0;
  for (std::size_t index = 0; !stop.stopped() && ticket_.take(index);) {
    if (!connection) {
      connection = snapshot_.connect();
    } else if (++read % tables_a_transaction == 0) {
      snapshot_.rejoin(*connection);
    }
    read_table(*connection, index, stop);
  }
}

void RowStreams::read_table(DataConnection& connection, std::size_t index, const StopFlag& stop) {
  const WrittenTable& table = tables_[index];
  WireRowReader reader(table.plan);
  RowEncoder encoder;
  RowBlock block;
  connection.copy_out_begin(ordered_copy_sql(table, schema_));
  for (std::string_view tuple; connection.copy_out_next(tuple);) {
    reader.read(tuple, encoder);
    block.bytes += encoder.view();
    ++block.rows;
    if (block.bytes.size() < block_bytes) continue;
    if (!queues_[index].push(std::move(block), stop)) return;
    block = {};
  }
  if (block.rows > 0 && !queues_[index].push(std::move(block), stop)) return;
  queues_[index].close();
}

}  // namespace lite2pg
