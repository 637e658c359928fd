#include "verify/sides/scan_list.h"

#include <algorithm>
#include <numeric>

namespace lite2pg {
namespace {

constexpr std::uint64_t smallest_piece = 4U << 20;
constexpr std::uint64_t largest_piece = 64U << 20;
constexpr std::uint64_t pieces_per_job = 16;

std::uint64_t parts_for(std::uint64_t bytes, std::uint64_t piece) { return std::max<std::uint64_t>(1, bytes / piece); }

bool has_pages(const ComparedTable& table) {
  return table.whole && (table.target->kind == 'r' || table.target->kind == 'p');
}

void cut_source(const ComparedTable& table, std::size_t index, RowSource& source, std::uint64_t piece,
                std::vector<ScanItem>& work) {
  const std::vector<Slice> slices = source.split(*table.source, parts_for(table.source_bytes, piece));
  for (const Slice& slice : slices) {
    work.push_back({Side::source, index, slice, {}, table.source_bytes / slices.size()});
  }
}

void cut_target(const ComparedTable& table, std::size_t index, std::uint64_t piece, std::vector<ScanItem>& work) {
  const TargetTable& target = *table.target;
  // A condition goes by an index: ranges of pages would only cut across it.
  const std::uint64_t parts =
      has_pages(table) && table.only.empty() ? std::min(parts_for(target.bytes, piece), target.pages) : 1;
  if (parts <= 1) {
    work.push_back({Side::target, index, {}, {}, target.bytes});
    return;
  }
  for (std::uint64_t i = 0; i < parts; ++i) {
    // The last has no end: rows may stand beyond the pages that the catalog reading saw.
    const PageRange pages{target.pages * i / parts, i + 1 == parts ? 0 : target.pages * (i + 1) / parts};
    work.push_back({Side::target, index, {}, pages, target.bytes / parts});
  }
}

std::uint64_t bytes_of(const std::vector<ScanItem>& work) {
  return std::accumulate(work.begin(), work.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const ScanItem& item) { return sum + item.bytes; });
}

void largest_first(std::vector<ScanItem>& work) {
  std::ranges::stable_sort(work, std::ranges::greater{}, &ScanItem::bytes);
}

/// Merges so that both lists are used up at the same pace, by bytes.
std::vector<ScanItem> alternate(std::vector<ScanItem> a, std::vector<ScanItem> b) {
  const double total_a = static_cast<double>(bytes_of(a)) + 1, total_b = static_cast<double>(bytes_of(b)) + 1;
  std::vector<ScanItem> merged;
  double done_a = 0, done_b = 0;
  std::size_t i = 0, j = 0;
  while (i < a.size() || j < b.size()) {
    const bool take_a = j == b.size() || (i < a.size() && done_a / total_a <= done_b / total_b);
    ScanItem& item = take_a ? a[i++] : b[j++];
    (take_a ? done_a : done_b) += static_cast<double>(item.bytes);
    merged.push_back(std::move(item));
  }
  return merged;
}

}  // namespace

std::string PageRange::condition() const {
  const auto tid = [](std::uint64_t page) { return "'(" + std::to_string(page) + ",0)'"; };
  std::string condition;
  if (from > 0) condition = "ctid >= " + tid(from);
  if (until > 0) condition += (condition.empty() ? "ctid < " : " AND ctid < ") + tid(until);
  return condition;
}

std::vector<ScanItem> make_scan_list(const std::vector<ComparedTable>& tables, const std::vector<std::size_t>& which,
                                     RowSource* source, unsigned jobs, bool page_ranges) {
  std::uint64_t source_bytes = 0, target_bytes = 0;
  for (const std::size_t t : which) {
    source_bytes += tables[t].source_bytes;
    target_bytes += tables[t].target->bytes;
  }
  const auto piece = [jobs](std::uint64_t bytes) {
    return std::clamp(bytes / (pieces_per_job * jobs), smallest_piece, largest_piece);
  };
  std::vector<ScanItem> source_work, target_work;
  for (const std::size_t t : which) {
    if (tables[t].source != nullptr) cut_source(tables[t], t, *source, piece(source_bytes), source_work);
    cut_target(tables[t], t, page_ranges ? piece(target_bytes) : ~std::uint64_t{0}, target_work);
  }
  largest_first(source_work);
  largest_first(target_work);
  return alternate(std::move(target_work), std::move(source_work));
}

}  // namespace lite2pg
