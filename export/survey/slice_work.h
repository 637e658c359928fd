// The slices of many tables as one list of work for many threads.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "common/parallel.h"
#include "export/rows/row_source.h"

namespace lite2pg {

/// One slice of one of the tables.
struct SliceWork {
  std::size_t table = 0;  ///< Index into the list of tables.
  std::size_t slice = 0;  ///< 0, 1, ... in key order within the table.
  Slice bounds;
  std::uint64_t bytes = 0;  ///< Estimated.
};

/// Cuts every table so that no slice is much larger than a fair share of a worker; largest first.
[[nodiscard]] std::vector<SliceWork> plan_slices(RowSource& source, const std::vector<const Table*>& tables,
                                                 unsigned jobs);

/// Runs `scan(work, cursor, stop)` for every piece of work on `jobs` threads, each with a reader of its own.
/// The first exception stops all and is rethrown.
using SliceScan = std::function<void(const SliceWork&, RowCursor&, const StopFlag&)>;
void scan_slices(RowSource& source, const std::vector<const Table*>& tables, const std::vector<SliceWork>& work,
                 unsigned jobs, const SliceScan& scan);

}  // namespace lite2pg
