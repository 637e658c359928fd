#include "verify/sides/scanner.h"

#include <chrono>

#include "common/interrupt.h"
#include "mapping/choice/source_row.h"
#include "mapping/plan/ddl.h"
#include "verify/sides/wire_row.h"

namespace lite2pg {
namespace {

using Clock = std::chrono::steady_clock;

/// What is done once a batch of rows instead of at every row: progress, throttle, stop and interrupt.
class Batch {
 public:
  Batch(Progress& progress, RateLimit* rate, const StopFlag& stop) : progress_(progress), rate_(rate), stop_(stop) {}

  /// False when another worker failed: give up.
  [[nodiscard]] bool count(std::size_t bytes) {
    bytes_ += bytes;
    if (++rows_ < batch_rows && bytes_ < batch_bytes) return true;
    flush();
    throw_if_interrupted();
    return !stop_.stopped();
  }
  void flush() {
    progress_.add(rows_, bytes_);
    if (rate_ != nullptr) rate_->spend(bytes_);
    rows_ = bytes_ = 0;
  }

 private:
  static constexpr std::uint64_t batch_rows = 2048, batch_bytes = 256U << 10;

  Progress& progress_;
  RateLimit* rate_;
  const StopFlag& stop_;
  std::uint64_t rows_ = 0, bytes_ = 0;
};

/// A right to some columns is none to the system columns.
bool has_xmin(const ComparedTable& table) {
  return table.whole && (table.target->kind == 'r' || table.target->kind == 'p');
}

SystemColumns system_columns(const Pass& pass, const ComparedTable& table) {
  if (!has_xmin(table)) return SystemColumns::none;
  return pass.wants_place() ? SystemColumns::place : pass.wants_xmin() ? SystemColumns::xmin : SystemColumns::none;
}

/// A transaction keeps the locks of all tables it has read, with their indexes: thousands of tables would fill the
/// server's lock table.
constexpr unsigned items_a_transaction = 32;

/// Others may wait for the only connection.
struct HandOn {
  const TargetSnapshot& snapshot;
  TargetSnapshot::Connection& connection;
  ~HandOn() {
    if (snapshot.has_one_connection()) connection.reset();
  }
};

}  // namespace

/// What a thread keeps from pass to pass.
struct Scanner::Worker {
  std::unique_ptr<Reader> reader;
  TargetSnapshot::Connection connection;
  unsigned items = 0;  ///< Of the connection's transaction.
};

Scanner::Scanner(RowSource* source, const TargetSnapshot& snapshot, const std::vector<ComparedTable>& tables,
                 ScanSettings settings, Progress& progress)
    : source_(source), snapshot_(snapshot), tables_(tables), settings_(settings), progress_(progress) {}

Scanner::~Scanner() = default;

void Scanner::run(const std::vector<ScanItem>& work, Pass& pass) {
  const std::size_t count = std::min<std::size_t>(settings_.jobs, work.size());
  while (workers_.size() < count) workers_.push_back(std::make_unique<Worker>());
  Ticket ticket(work.size());
  run_workers(count, [&](std::size_t index, const StopFlag& stop) {
    for (std::size_t number = 0; !stop.stopped() && ticket.take(number);) {
      run_item(*workers_[index], work[number], pass, stop);
    }
  });
}

void Scanner::run_item(Worker& worker, const ScanItem& item, Pass& pass, const StopFlag& stop) {
  const auto begun = Clock::now();
  progress_.working_on(tables_[item.table].plan.source);
  const std::unique_ptr<RowTaker> taker = pass.begin(item);
  if (item.side == Side::source) {
    scan_source(worker, item, *taker, stop);
  } else {
    scan_target(worker, item, *taker, stop, pass);
  }
  if (!stop.stopped()) pass.end(item, *taker, std::chrono::duration<double>(Clock::now() - begun).count());
}

void Scanner::scan_source(Worker& worker, const ScanItem& item, RowTaker& taker, const StopFlag& stop) {
  const ComparedTable& table = tables_[item.table];
  if (!worker.reader) worker.reader = source_->reader();
  const std::unique_ptr<RowCursor> cursor = worker.reader->scan(*table.source, item.slice);
  SourceRowReader reader(table.plan);
  RowHasher hasher(settings_.seed, table.plan.key);
  Batch batch(progress_, nullptr, stop);
  LeftOutRows left_out(*table.source, table.set_aside, table.misfits);
  const bool all = !left_out.any();
  for (Row row; cursor->next(row);) {
    if (!all && left_out.has(row, *cursor)) [[unlikely]] {
      if (left_out.column() != nullptr) taker.leave_out(*left_out.column(), *cursor);
      continue;
    }
    reader.read(row, hasher.encoder());
    const std::string_view encoding = hasher.encoder().view();
    taker.take({hasher.hash(), encoding});
    if (!batch.count(encoding.size())) return;
  }
  batch.flush();
}

void Scanner::scan_target(Worker& worker, const ScanItem& item, RowTaker& taker, const StopFlag& stop,
                          const Pass& pass) {
  const ComparedTable& table = tables_[item.table];
  const SystemColumns system = system_columns(pass, table);
  const bool tenant = pass.wants_tenant() && !table.plan.tenant.empty();
  if (!worker.connection) {
    worker.connection = snapshot_.connect();
  } else if (++worker.items % items_a_transaction == 0) {
    snapshot_.rejoin(*worker.connection);
  }
  const HandOn hand_on{snapshot_, worker.connection};
  WireRowReader reader(table.plan, count_of(system) + (tenant ? 1 : 0));
  RowHasher hasher(settings_.seed, table.plan.key);
  Batch batch(progress_, settings_.rate, stop);
  worker.connection->copy_out_begin(copy_rows_sql(table, item.pages.condition(), system, tenant));
  for (std::string_view tuple; worker.connection->copy_out_next(tuple);) {
    reader.read(tuple, hasher.encoder());
    ScannedRow row{hasher.hash(), hasher.encoder().view()};
    if (system != SystemColumns::none) row.xmin = xmin_of(reader);
    if (system == SystemColumns::place) row.place = place_of(reader);
    if (tenant) row.tenant = reader.field(count_of(system));
    taker.take(row);
    if (!batch.count(tuple.size())) return worker.connection.reset();
  }
  batch.flush();
}

}  // namespace lite2pg
