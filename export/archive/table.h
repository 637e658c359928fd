// A table while an export writes it: its slices, its file, and what its finished slices told.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include "export/archive/avro_header.h"
#include "export/archive/block_sink.h"
#include "export/archive/folder.h"
#include "export/archive/manifest.h"
#include "export/archive/row_digester.h"
#include "export/rows/row_source.h"
#include "export/survey/slice_census.h"

namespace lite2pg {

/// A table to write.
struct TableJob {
  const Table* table = nullptr;
  std::vector<int> key;  ///< Columns that choose the digest's buckets; empty: none.
};

/// What the pass learned about a table.
struct TableResult {
  ManifestTable entry;  ///< File, rows, blocks, digest of the values as they stand; the plan's part is still empty.
  TableCensus census;
  bool numeric_texts = false;  ///< As survey() tells it.
  double seconds = 0;
};

/// Any thread. Slices are to be taken up in their order.
class ArchiveTable {
 public:
  /// `number` begins the file's name. Asks `source` for size and slices.
  ArchiveTable(const TableJob& job, std::size_t number, AvroCodec codec, RowSource& source);

  /// The file, for a slice's blocks; made by whoever comes first.
  [[nodiscard]] BlockSink& open(const ArchiveFolder& folder);
  /// A slice is done. True when it was the last: then result() is complete and the file is closed and synced.
  [[nodiscard]] bool finish(std::size_t slice, SliceCensus census, const TableDigest& digest);

  [[nodiscard]] const Table& table() const noexcept { return *job_.table; }
  /// Every column as it stands.
  [[nodiscard]] const DigestSpec& digest_spec() const noexcept { return digest_spec_; }
  [[nodiscard]] const AvroHeader& header() const noexcept { return header_; }
  [[nodiscard]] const std::vector<Slice>& slices() const noexcept { return slices_; }
  [[nodiscard]] std::uint64_t estimated_bytes() const noexcept { return bytes_; }
  [[nodiscard]] TableResult& result() noexcept { return result_; }

 private:
  void close();

  const TableJob& job_;
  std::uint64_t bytes_;
  std::vector<Slice> slices_;
  AvroHeader header_;
  DigestSpec digest_spec_;
  TableResult result_;
  std::mutex lock_;  ///< Guards what follows.
  std::optional<BlockSink> sink_;
  std::vector<SliceCensus> censuses_;
  std::optional<TableDigest> digest_;
  std::chrono::steady_clock::time_point started_;
};

/// "data/0001-users.avro": the number makes it unique, the name (letters, digits, _ and -, at most 40) is for people.
[[nodiscard]] std::string data_file_name(std::size_t number, std::string_view table);

}  // namespace lite2pg
