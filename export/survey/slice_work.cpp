#include "export/survey/slice_work.h"

#include <algorithm>

namespace lite2pg {
namespace {

/// So many slices a worker even out what the estimates got wrong.
constexpr std::uint64_t slices_per_worker = 4;
/// Below this a slice costs more to set up than it evens out.
constexpr std::uint64_t smallest_slice_bytes = std::uint64_t{4} << 20;

std::vector<std::uint64_t> sizes_of(RowSource& source, const std::vector<const Table*>& tables) {
  std::vector<std::uint64_t> sizes;
  for (const Table* table : tables) sizes.push_back(source.estimated_bytes(*table));
  return sizes;
}

std::uint64_t fair_share(const std::vector<std::uint64_t>& sizes, unsigned jobs) {
  std::uint64_t total = 0;
  for (const std::uint64_t size : sizes) total += size;
  return std::max(smallest_slice_bytes, total / (std::uint64_t{jobs} * slices_per_worker));
}

}  // namespace

std::vector<SliceWork> plan_slices(RowSource& source, const std::vector<const Table*>& tables, unsigned jobs) {
  const auto sizes = sizes_of(source, tables);
  const std::uint64_t share = fair_share(sizes, jobs);
  std::vector<SliceWork> work;
  for (std::size_t t = 0; t < tables.size(); ++t) {
    const std::size_t parts = jobs == 1 ? 1 : static_cast<std::size_t>((sizes[t] + share - 1) / share);
    const auto slices = parts <= 1 ? std::vector<Slice>(1) : source.split(*tables[t], parts);
    for (std::size_t s = 0; s < slices.size(); ++s) work.push_back({t, s, slices[s], sizes[t] / slices.size()});
  }
  std::stable_sort(work.begin(), work.end(), [](const auto& a, const auto& b) { return a.bytes > b.bytes; });
  return work;
}

void scan_slices(RowSource& source, const std::vector<const Table*>& tables, const std::vector<SliceWork>& work,
                 unsigned jobs, const SliceScan& scan) {
  Ticket ticket(work.size());
  const std::size_t workers = std::clamp<std::size_t>(work.size(), 1, std::max(1U, jobs));
  run_workers(workers, [&](std::size_t, StopFlag& stop) {
    const auto reader = source.reader();
    for (std::size_t i = 0; !stop.stopped() && ticket.take(i);) {
      const auto cursor = reader->scan(*tables[work[i].table], work[i].bounds);
      scan(work[i], *cursor, stop);
    }
  });
}

}  // namespace lite2pg
