#include "export/archive/table.h"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace lite2pg {
namespace {

using Clock = std::chrono::steady_clock;

/// Tables are cut into slices of about this size, whatever the number of threads: where blocks end depends on it.
constexpr std::uint64_t slice_bytes = std::uint64_t{8} << 20;
constexpr std::uint64_t most_slices = 4096;

}  // namespace

ArchiveTable::ArchiveTable(const TableJob& job, std::size_t number, AvroCodec codec, RowSource& source)
    : job_(job),
      bytes_(source.estimated_bytes(*job.table)),
      slices_(source.split(*job.table, std::clamp<std::uint64_t>(bytes_ / slice_bytes, 1, most_slices))),
      header_(make_avro_header(*job.table, codec)),
      digest_spec_(every_column(*job.table, job.key)),
      censuses_(slices_.size()) {
  result_.entry.source = job.table->name;
  result_.entry.file.path = data_file_name(number, job.table->name);
}

BlockSink& ArchiveTable::open(const ArchiveFolder& folder) {
  const std::scoped_lock lock(lock_);
  if (!sink_) {
    started_ = Clock::now();
    digest_.emplace();
    sink_.emplace(folder.create(result_.entry.file.path), avro_header_bytes(header_), slices_.size());
  }
  return *sink_;
}

bool ArchiveTable::finish(std::size_t slice, SliceCensus census, const TableDigest& digest) {
  {
    const std::scoped_lock lock(lock_);
    censuses_[slice] = std::move(census);
    digest_->merge(digest);
  }
  if (!sink_->finish(slice)) return false;
  close();
  return true;
}

/// All slices are done: nobody else is at work on this table. Nothing is kept that a database of many tables would pile
/// up: descriptors, unfolded digests.
void ArchiveTable::close() {
  sink_->describe(result_.entry);
  sink_.reset();
  result_.entry.digest = digest_->folded(TableDigest::bits_for(result_.entry.rows));
  digest_.reset();
  result_.numeric_texts = any_numeric_text(censuses_);
  result_.census = join_slices(table(), std::exchange(censuses_, {}));
  result_.seconds = std::chrono::duration<double>(Clock::now() - started_).count();
}

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

}  // namespace lite2pg
