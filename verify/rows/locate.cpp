#include "verify/rows/locate.h"

#include <algorithm>
#include <iterator>

#include "verify/rows/bucket_keys.h"
#include "verify/rows/collect_pass.h"
#include "verify/rows/difference.h"

namespace lite2pg {
namespace {

/// What a row costs beside its encoding while it is kept; only for choosing how many buckets to take at a time.
constexpr std::uint64_t row_overhead = 160;

std::uint64_t larger(std::uint64_t a, std::uint64_t b) { return std::max(a, b); }

std::uint64_t row_bytes(const DigestPair& d) {
  const std::uint64_t rows = d.source.rows() + d.target.rows();
  return rows == 0 ? row_overhead : (d.source_bytes + d.target_bytes) / rows + row_overhead;
}

class Search {
 public:
  Search(Scanner& scanner, const std::vector<ComparedTable>& tables, std::size_t index, const DigestPair& digests,
         RowSource* source, const ImportXids& import_xids, const LocateSettings& settings)
      : scanner_(scanner),
        table_(tables[index]),
        digests_(digests),
        import_xids_(import_xids),
        settings_(settings),
        work_(make_scan_list(tables, {index}, source, settings.jobs, settings.page_ranges)),
        open_(digests.differing()) {
    found_.buckets = open_.size();
  }

  LocatedDifferences run() {
    do {
      examine(next_buckets());
    } while (!open_.empty() && found_.listed.size() < settings_.limit && found_.complete);
    count_open();
    found_.buckets_examined = found_.buckets - open_.size();
    return std::move(found_);
  }

 private:
  /// As many of the open buckets as their rows are expected to fit into the memory; at least one.
  [[nodiscard]] std::vector<std::size_t> next_buckets() const {
    const std::uint64_t bytes_a_row = row_bytes(digests_);
    std::uint64_t bytes = 0;
    const auto end = std::ranges::find_if(open_, [&](std::size_t b) {
      const std::uint64_t rows = larger(digests_.source.buckets()[b].count, digests_.target.buckets()[b].count);
      bytes += rows * bytes_a_row;
      return bytes > settings_.memory / 2;
    });
    return {open_.begin(), std::max(end, open_.begin() + 1)};
  }

  void examine(const std::vector<std::size_t>& buckets) {
    RowCollector collector(digests_.source.bits(), buckets, settings_.memory);
    CollectPass pass(collector, import_xids_);
    scanner_.run(work_, pass);
    if (collector.overflowed()) {
      found_.complete = false;
      found_.warnings.push_back("table '" + table_.plan.source +
                                "': too many different rows share a bucket; they are counted, not named");
      return;
    }
    open_.erase(open_.begin(), open_.begin() + static_cast<std::ptrdiff_t>(collector.buckets().size()));
    std::vector<LeftRow> left = collector.left();
    fetch_long_rows(left);
    const NamedDifferences named = name_differences(table_.plan, left, collector, rules(pass));
    std::ranges::copy(named.listed, std::back_inserter(found_.listed));
    found_.total += named.total;
    found_.drift += named.drift;
    found_.places += named.places;
  }

  [[nodiscard]] NamingRules rules(const CollectPass& pass) {
    NamingRules rules{settings_.limit - found_.listed.size(), {}};
    if (import_xids_.empty()) return rules;
    if (pass.imported_rows() > 0) {
      rules.is_import = [this](std::uint32_t xmin) { return import_xids_.contains(xmin); };
    } else if (found_.warnings.empty()) {
      found_.warnings.push_back(no_import_left(table_.plan.source));
    }
    return rules;
  }

  /// A row to list yields at least half a difference, so twice the limit is enough.
  void fetch_long_rows(std::vector<LeftRow>& left) {
    const std::size_t shown = std::min(left.size(), 2 * (settings_.limit - found_.listed.size()));
    std::vector<LeftRow> first(std::make_move_iterator(left.begin()),
                               std::make_move_iterator(left.begin() + static_cast<std::ptrdiff_t>(shown)));
    if (FetchPass fetch(first, settings_.memory); fetch.is_needed()) scanner_.run(work_, fetch);
    std::ranges::move(first, left.begin());
  }

  /// Buckets that were not read again hold at least one difference each, or as many as their counts are apart.
  void count_open() {
    for (const std::size_t b : open_) {
      const std::uint64_t s = digests_.source.buckets()[b].count, t = digests_.target.buckets()[b].count;
      found_.total += larger(1, s > t ? s - t : t - s);
      found_.complete = false;
    }
  }

  Scanner& scanner_;
  const ComparedTable& table_;
  const DigestPair& digests_;
  const ImportXids& import_xids_;
  const LocateSettings& settings_;
  std::vector<ScanItem> work_;
  std::vector<std::size_t> open_;  ///< Differing buckets that were not examined yet, ascending.
  LocatedDifferences found_;
};

}  // namespace

std::string no_import_left(const std::string& table) {
  return "table '" + table +
         "': no row carries a transaction of the import any more (truncated, or restored from a dump?); changes since "
         "then cannot be "
         "told from damage";
}

LocatedDifferences locate_differences(Scanner& scanner, const std::vector<ComparedTable>& tables, std::size_t index,
                                      const DigestPair& digests, RowSource* source, const ImportXids& import_xids,
                                      const LocateSettings& settings) {
  if (tables[index].source == nullptr) {
    return name_bucket_keys(scanner, tables, index, digests, import_xids, settings);
  }
  return Search(scanner, tables, index, digests, source, import_xids, settings).run();
}

}  // namespace lite2pg
