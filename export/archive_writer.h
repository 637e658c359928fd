// The one pass over the source that an export makes: every row goes, while it is at hand, into its table's Avro file,
// into the census and into the digest.
#pragma once

#include <cstdint>
#include <vector>

#include "common/progress.h"
#include "export/archive_folder.h"
#include "export/manifest.h"
#include "export/row_digester.h"
#include "export/row_source.h"
#include "mapping/census.h"
#include "mapping/plan.h"

namespace lite2pg {

/// A table to write. `digest` must be plain: canonical forms are not known before the census.
struct TableJob {
  const Table* table = nullptr;
  std::vector<int> key;  ///< Columns that choose the digest's buckets; empty: none.
};

/// What the pass learned about a table.
struct TableResult {
  ManifestTable entry;  ///< File, rows, blocks, digest; names of columns and target come with the plan.
  TableCensus census;
  double seconds = 0;
};

struct WriteOptions {
  AvroCodec codec = AvroCodec::zstandard;
  std::uint64_t seed = 0;
  unsigned jobs = 1;
};

/// Writes data/<NNNN-name>.avro for each table, largest first, `jobs` threads at work. The results are in the order of
/// `tables`, and they and the files do not depend on `jobs`.
/// Throws Error(source), Error(archive), Error(interrupted).
[[nodiscard]] std::vector<TableResult> write_tables(RowSource& source, const std::vector<TableJob>& tables,
                                                    const ArchiveFolder& folder, const WriteOptions& options,
                                                    Progress& progress);

/// "data/0001-users.avro": the number makes it unique, the name (letters, digits, _ and -, at most 40) is for people.
[[nodiscard]] std::string data_file_name(std::size_t number, std::string_view table);

}  // namespace lite2pg
