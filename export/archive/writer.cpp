#include "export/archive/writer.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "common/interrupt.h"
#include "common/parallel.h"

namespace lite2pg {
namespace {

/// One thread of the pass: reads slices with a connection and an encoder of its own.
class SliceWriter {
 public:
  SliceWriter(RowSource& source, const ArchiveFolder& folder, const WriteOptions& options, Progress& progress,
              const StopFlag& stop)
      : reader_(source.reader()),
        folder_(folder),
        seed_(options.seed),
        form_(options.form),
        progress_(progress),
        stop_(stop),
        encoder_(options.codec) {}

  void write(ArchiveTable& table, std::size_t slice) {
    progress_.working_on(table.table().name);
    BlockSink& sink = table.open(folder_);
    const auto cursor = reader_->scan(table.table(), table.slices()[slice]);
    SliceCensus census(table.table(), cursor->counts_from_slice(), form_);
    RowDigester digester(table.digest_spec(), table.table().columns.size(), seed_);
    encoder_.start(table.header().sync);
    for (Row row; cursor->next(row);) {
      const bool valid = census.add(row, cursor->row_number());
      digester.add(row);
      encoder_.add(row, valid);
      if (encoder_.full()) put_block(sink, slice);
    }
    if (!encoder_.empty()) put_block(sink, slice);
    if (!table.finish(slice, std::move(census), digester.digest())) return;
    progress_.finished(table.table().name, table.result().entry.rows, table.result().seconds);
  }

 private:
  void put_block(BlockSink& sink, std::size_t slice) {
    throw_if_interrupted();
    encoder_.take(block_);
    const std::uint64_t rows = block_.rows, bytes = block_.raw_bytes;
    sink.put(slice, block_, stop_);
    progress_.add(rows, bytes);
  }

  std::unique_ptr<Reader> reader_;
  const ArchiveFolder& folder_;
  std::uint64_t seed_;
  const CensusForm& form_;
  Progress& progress_;
  const StopFlag& stop_;
  AvroEncoder encoder_;
  AvroBlock block_;
};

struct SliceOfTable {
  ArchiveTable* table;
  std::size_t slice;
};

/// Largest table first; the slices of a table one after the other, as BlockSink wants them.
std::vector<SliceOfTable> schedule(const std::vector<std::unique_ptr<ArchiveTable>>& tables) {
  std::vector<ArchiveTable*> order;
  for (const auto& t : tables) order.push_back(t.get());
  std::ranges::stable_sort(order, std::greater<>{}, &ArchiveTable::estimated_bytes);
  std::vector<SliceOfTable> work;
  for (ArchiveTable* t : order) {
    for (std::size_t i = 0; i < t->slices().size(); ++i) work.push_back({t, i});
  }
  return work;
}

}  // namespace

std::vector<TableResult> write_tables(RowSource& source, const std::vector<TableJob>& jobs, const ArchiveFolder& folder,
                                      const WriteOptions& options, Progress& progress,
                                      const std::function<void(const StopFlag&)>& beside) {
  std::vector<std::unique_ptr<ArchiveTable>> tables;
  for (const TableJob& job : jobs) {
    tables.push_back(std::make_unique<ArchiveTable>(job, tables.size() + 1, options.codec, source));
  }
  const std::vector<SliceOfTable> work = schedule(tables);
  const std::size_t writers = std::clamp<std::size_t>(work.size(), 1, std::max(1U, options.jobs));
  Ticket ticket(work.size());
  run_workers(writers + (beside ? 1 : 0), [&](std::size_t index, const StopFlag& stop) {
    if (index == writers) return beside(stop);
    SliceWriter writer(source, folder, options, progress, stop);
    for (std::size_t i = 0; !stop.stopped() && ticket.take(i);) writer.write(*work[i].table, work[i].slice);
  });
  std::vector<TableResult> results;
  for (const auto& table : tables) results.push_back(std::move(table->result()));
  return results;
}

}  // namespace lite2pg
