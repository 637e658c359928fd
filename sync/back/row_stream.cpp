#include "sync/back/row_stream.h"

#include <chrono>

#include "common/interrupt.h"
#include "import/postgres/target_error.h"
#include "sync/back/key_order.h"
#include "verify/sides/wire_row.h"

namespace lite2pg {
namespace {

constexpr std::size_t block_bytes = 256U << 10;
/// Of all tables together, and of the one that is being written.
constexpr std::size_t most_bytes = 8U << 20, most_of_written = 2U << 20;
/// How soon a thread that waits sees that the other gave up.
constexpr std::chrono::milliseconds glance{50};
/// A transaction keeps the locks of all tables it has read: thousands of them would fill the server's lock table.
constexpr unsigned tables_a_transaction = 32;

/// A sort that finds no room on the server's disk or in its memory (class 53 of
/// https://www.postgresql.org/docs/15/errcodes-appendix.html): it is the order that is given up, not the way back.
bool lacks_room(const TargetError& e) { return e.sqlstate().starts_with("53"); }

}  // namespace

RowStreams::RowStreams(const std::vector<WrittenTable>& tables, const TargetSnapshot& snapshot, std::string schema)
    : tables_(tables),
      snapshot_(snapshot),
      schema_(std::move(schema)),
      ticket_(tables.size()),
      queues_(tables.size()) {}

/// The writer may be waiting for the table that it is at: that one is let through, whatever others hold.
bool RowStreams::has_room(std::size_t table) const {
  if (held_ < most_bytes) return true;
  const std::list<RowBlock>& own = queues_[table].blocks;
  return table == written_ && own.size() * block_bytes < most_of_written;
}

bool RowStreams::push(std::size_t table, RowBlock block, const StopFlag& stop) {
  std::unique_lock guard(lock_);
  while (!has_room(table)) {
    if (stop.stopped()) return false;
    changed_.wait_for(guard, glance);
  }
  held_ += block.bytes.capacity();
  queues_[table].blocks.push_back(std::move(block));
  changed_.notify_all();
  return true;
}

std::size_t RowStreams::held() const {
  const std::scoped_lock guard(lock_);
  return held_;
}

void RowStreams::close(std::size_t table) {
  const std::scoped_lock guard(lock_);
  queues_[table].closed = true;
  changed_.notify_all();
}

bool RowStreams::pop(std::size_t table, RowBlock& block, const StopFlag& stop) {
  std::unique_lock guard(lock_);
  written_ = table;
  Queue& queue = queues_[table];
  while (queue.blocks.empty()) {
    if (queue.closed || stop.stopped()) return false;
    throw_if_interrupted();
    changed_.wait_for(guard, glance);
  }
  held_ -= queue.blocks.front().bytes.capacity();
  block = std::move(queue.blocks.front());
  queue.blocks.pop_front();
  changed_.notify_all();
  return true;
}

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
  const std::string order = key_order(tables_[index]);
  bool begun = false;
  try {
    read_rows(connection, index, order, begun, stop);
  } catch (const TargetError& e) {
    if (order.empty() || begun || !lacks_room(e) || snapshot_.has_one_connection()) throw;
    snapshot_.rejoin(connection);
    read_rows(connection, index, "", begun, stop);
  }
}

void RowStreams::read_rows(DataConnection& connection, std::size_t index, const std::string& order, bool& begun,
                           const StopFlag& stop) {
  const WrittenTable& table = tables_[index];
  WireRowReader reader(table.plan);
  RowEncoder encoder;
  RowBlock block;
  connection.copy_out_begin(ordered_copy_sql(table, schema_, order));
  for (std::string_view tuple; connection.copy_out_next(tuple);) {
    reader.read(tuple, encoder);
    block.bytes += encoder.view();
    ++block.rows;
    if (block.bytes.size() < block_bytes) continue;
    begun = true;
    if (!push(index, std::move(block), stop)) return;
    block = {};
  }
  if (block.rows > 0 && !push(index, std::move(block), stop)) return;
  close(index);
}

}  // namespace lite2pg
