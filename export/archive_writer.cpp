#include "export/archive_writer.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>

#include "common/interrupt.h"
#include "common/parallel.h"
#include "export/avro_header.h"
#include "export/block_sink.h"

namespace lite2pg {
namespace {

using Clock = std::chrono::steady_clock;

/// Tables are cut into slices of about this size, whatever the number of threads: where blocks end depends on it.
constexpr std::uint64_t slice_bytes = std::uint64_t{16} << 20;
constexpr std::size_t most_slices = 4096;

DigestSpec plain_digest(const TableJob& job) {
  DigestSpec spec;
  for (int i = 0; i < static_cast<int>(job.table->columns.size()); ++i) spec.columns.push_back({i, Codec{}});
  spec.key = job.key;
  return spec;
}

TableCensus empty_census(const Table& table) {
  TableCensus census{table.name, 0, {}};
  for (const Column& c : table.columns) census.columns.emplace_back(read_declared_type(c.declared_type));
  return census;
}

/// A table in the works. Any thread.
class TableTask {
 public:
  TableTask(const TableJob& job, std::size_t number, RowSource& source)
      : job_(job), bytes_(source.estimated_bytes(*job.table)) {
    const std::size_t parts = std::clamp<std::size_t>(bytes_ / slice_bytes, 1, most_slices);
    slices_ = source.split(*job.table, parts);
    result_.entry.source = job.table->name;
    result_.entry.file.path = data_file_name(number, job.table->name);
    result_.census = empty_census(*job.table);
  }

  /// The file; made by whoever comes first.
  BlockSink& open(const ArchiveFolder& folder, const AvroHeader& header) {
    const std::scoped_lock lock(lock_);
    if (!sink_) {
      started_ = Clock::now();
      sink_.emplace(folder.create(result_.entry.file.path), avro_header_bytes(header), slices_.size());
    }
    return *sink_;
  }

  /// Adds what a slice gave. True when the table is complete.
  bool finish(std::size_t slice, const TableCensus& census, const TableDigest& digest) {
    {
      const std::scoped_lock lock(lock_);
      result_.census.rows += census.rows;
      for (std::size_t i = 0; i < census.columns.size(); ++i) result_.census.columns[i].merge(census.columns[i]);
      if (!digest_) digest_.emplace();
      digest_->merge(digest);
    }
    if (!sink_->finish(slice)) return false;
    close();
    return true;
  }

  [[nodiscard]] const TableJob& job() const noexcept { return job_; }
  [[nodiscard]] const std::vector<Slice>& slices() const noexcept { return slices_; }
  [[nodiscard]] std::uint64_t estimated_bytes() const noexcept { return bytes_; }
  [[nodiscard]] TableResult& result() noexcept { return result_; }

 private:
  /// All slices are done: nobody else is at work on this table.
  void close() {
    sink_->describe(result_.entry);
    sink_.reset();
    result_.entry.digest = digest_->folded(TableDigest::bits_for(result_.entry.rows));
    digest_.reset();
    result_.seconds = std::chrono::duration<double>(Clock::now() - started_).count();
  }

  const TableJob& job_;
  std::uint64_t bytes_;
  std::vector<Slice> slices_;
  std::mutex lock_;
  std::optional<BlockSink> sink_;
  std::optional<TableDigest> digest_;
  TableResult result_;
  Clock::time_point started_;
};

/// One thread of the pass.
class Worker {
 public:
  Worker(RowSource& source, const ArchiveFolder& folder, const WriteOptions& options, Progress& progress,
         const StopFlag& stop)
      : reader_(source.reader()),
        folder_(folder),
        options_(options),
        progress_(progress),
        stop_(stop),
        encoder_(options.codec) {}

  void write(TableTask& task, std::size_t slice) {
    const Table& table = *task.job().table;
    const AvroHeader header = make_avro_header(table, options_.codec);
    progress_.working_on(table.name);
    BlockSink& sink = task.open(folder_, header);
    encoder_.start(header.sync);
    TableCensus census = empty_census(table);
    RowDigester digester(plain_digest(task.job()), table.columns.size(), options_.seed);
    Row row;
    for (const auto cursor = reader_->scan(table, task.slices()[slice]); cursor->next(row); ++census.rows) {
      const std::int64_t number = cursor->row_number();
      for (std::size_t i = 0; i < row.size(); ++i) census.columns[i].add(row[i], number);
      digester.add(row);
      encoder_.add(row);
      if (encoder_.full()) put_block(sink, slice);
    }
    if (!encoder_.empty()) put_block(sink, slice);
    if (!task.finish(slice, census, digester.digest())) return;
    progress_.finished(table.name, task.result().entry.rows, task.result().seconds);
  }

 private:
  void put_block(BlockSink& sink, std::size_t slice) {
    throw_if_interrupted();
    const AvroBlock block = encoder_.take();
    sink.put(slice, block, stop_);
    progress_.add(block.rows, block.raw_bytes);
  }

  std::unique_ptr<Reader> reader_;
  const ArchiveFolder& folder_;
  const WriteOptions& options_;
  Progress& progress_;
  const StopFlag& stop_;
  AvroEncoder encoder_;
};

struct SliceTask {
  TableTask* table;
  std::size_t slice;
};

/// Largest table first; the slices of a table one after the other, as BlockSink wants them.
std::vector<SliceTask> schedule(std::vector<std::unique_ptr<TableTask>>& tables) {
  std::vector<TableTask*> order;
  for (const auto& t : tables) order.push_back(t.get());
  std::ranges::stable_sort(order, std::greater<>{}, &TableTask::estimated_bytes);
  std::vector<SliceTask> tasks;
  for (TableTask* t : order) {
    for (std::size_t i = 0; i < t->slices().size(); ++i) tasks.push_back({t, i});
  }
  return tasks;
}

}  // namespace

std::string data_file_name(std::size_t number, std::string_view table) {
  constexpr std::size_t longest = 40;
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  std::string name(table.substr(0, longest));
  std::ranges::replace_if(
      name, [&](char c) { return !plain(c); }, '_');
  char digits[24];
  std::snprintf(digits, sizeof digits, "%04zu", number);
  return std::string(archive_data_folder) + "/" + digits + "-" + name + ".avro";
}

std::vector<TableResult> write_tables(RowSource& source, const std::vector<TableJob>& tables,
                                      const ArchiveFolder& folder, const WriteOptions& options, Progress& progress) {
  std::vector<std::unique_ptr<TableTask>> states;
  for (const TableJob& job : tables) states.push_back(std::make_unique<TableTask>(job, states.size() + 1, source));
  const std::vector<SliceTask> tasks = schedule(states);
  Ticket ticket(tasks.size());
  run_workers(std::min<std::size_t>(std::max(1U, options.jobs), std::max<std::size_t>(1, tasks.size())),
              [&](std::size_t, const StopFlag& stop) {
                Worker worker(source, folder, options, progress, stop);
                for (std::size_t i = 0; !stop.stopped() && ticket.take(i);)
                  worker.write(*tasks[i].table, tasks[i].slice);
              });
  std::vector<TableResult> results;
  for (const auto& state : states) results.push_back(std::move(state->result()));
  return results;
}

}  // namespace lite2pg
