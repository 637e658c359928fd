// The one pass over the source that an export makes: every row goes, while it is at hand, into its table's Avro file,
// into the census and into the digest.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "common/console/progress.h"
#include "common/parallel.h"
#include "export/archive/folder.h"
#include "export/archive/table.h"
#include "export/rows/row_source.h"
#include "mapping/choice/census_form.h"

namespace lite2pg {

struct WriteOptions {
  AvroCodec codec = AvroCodec::zstandard;
  std::uint64_t seed = 0;  ///< Of the digests.
  unsigned jobs = 1;       ///< Threads.
  CensusForm form{};       ///< The evidence to collect on the way.
};

/// Writes data/<NNNN-name>.avro for each table, largest first. The results are in the order of `jobs`; they and the
/// files do not depend on the number of threads. Memory: per thread a block and its compressed form (about 2 MiB), and
/// at most 8 MiB of compressed blocks that wait for their turn in a table's file.
///
/// `beside`, when there is one, runs on a thread of its own at the same time; what it throws ends the pass, and its
/// flag is set when the pass fails. Throws Error(source), Error(archive), Error(interrupted).
[[nodiscard]] std::vector<TableResult> write_tables(RowSource& source, const std::vector<TableJob>& jobs,
                                                    const ArchiveFolder& folder, const WriteOptions& options,
                                                    Progress& progress,
                                                    const std::function<void(const StopFlag&)>& beside = {});

}  // namespace lite2pg
