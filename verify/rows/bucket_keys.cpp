#include "verify/rows/bucket_keys.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>

#include "common/text.h"
#include "verify/rows/text.h"

namespace lite2pg {
namespace {

constexpr std::size_t keys_shown = 12;

/// Adds up, in each differing bucket, the rows that the import wrote, and keeps keys of the buckets to be shown; those
/// that the import did not write come first, they are the suspects.
class KeyPass final : public Pass {
 public:
  KeyPass(const TablePlan& table, const TableDigest& shape, const ImportXids& import_xids)
      : table_(table), shape_(shape), import_xids_(import_xids) {}

  void want(std::size_t bucket, bool shown) { keys_[bucket].shown = shown; }
  [[nodiscard]] std::unique_ptr<RowTaker> begin(const ScanItem& /*item*/) override {
    return std::make_unique<Taker>(*this);
  }
  void end(const ScanItem& /*item*/, RowTaker& /*taker*/, double /*seconds*/) override {}
  [[nodiscard]] bool wants_xmin() const override { return !import_xids_.empty(); }

  /// The rows of a bucket that carry a transaction of the import.
  [[nodiscard]] const Bucket& imported(std::size_t bucket) const { return keys_.at(bucket).imported; }
  [[nodiscard]] bool any_imported() const { return any_imported_; }

  [[nodiscard]] std::string text(std::size_t bucket) const {
    const Keys& keys = keys_.at(bucket);
    std::string text;
    for (const auto* list : {&keys.written_since, &keys.others}) {
      for (const std::string& key : *list) text += (text.empty() ? "" : ", ") + key;
    }
    if (!keys.written_since.empty()) {
      text += " (" + std::to_string(keys.written_since.size()) + " first: written after the import)";
    }
    return text;
  }

 private:
  struct Keys {
    bool shown = false;
    Bucket imported;
    std::vector<std::string> written_since, others;
  };

  class Taker final : public RowTaker {
   public:
    explicit Taker(KeyPass& pass) : pass_(pass) {}
    void take(const ScannedRow& row) override { pass_.offer(row); }

   private:
    KeyPass& pass_;
  };

  void offer(const ScannedRow& row) {
    const bool imported = import_xids_.contains(row.xmin);
    if (imported && !any_imported_.load(std::memory_order_relaxed)) any_imported_ = true;
    const auto found = keys_.find(shape_.bucket_of(row.hash.key));
    if (found == keys_.end()) return;
    Keys& keys = found->second;
    const std::scoped_lock lock(lock_);
    if (imported) {
      ++keys.imported.count;
      keys.imported.sum += row.hash.row;
    }
    auto& list = imported || import_xids_.empty() ? keys.others : keys.written_since;
    if (keys.shown && list.size() < keys_shown) list.push_back(key_text(table_, fields_of(row.encoding)));
  }

  const TablePlan& table_;
  const TableDigest& shape_;
  const ImportXids& import_xids_;
  std::map<std::size_t, Keys> keys_;  ///< Its shape does not change while the pass runs.
  std::atomic<bool> any_imported_ = false;
  std::mutex lock_;
};

/// What the import's rows of a differing bucket say about it.
enum class BucketState : std::uint8_t {
  damaged,  ///< As many as were recorded, and not the same: one that nobody wrote since is not what it was.
  intact,   ///< The very rows that were recorded: others came since.
  changed,  ///< Fewer than were recorded: some were changed or deleted since, the others cannot be told from them.
};

BucketState state_of(const Bucket& recorded, const Bucket& imported) {
  if (imported == recorded) return BucketState::intact;
  return imported.count < recorded.count ? BucketState::changed : BucketState::damaged;
}

std::string cause_of(BucketState state) {
  switch (state) {
    case BucketState::damaged:
      return "the source's rows are not at hand: the difference is in one or more rows of this bucket";
    case BucketState::intact: return "rows were added since the import; those that it wrote are intact";
    case BucketState::changed: break;
  }
  return "rows were changed or deleted since the import; whether the others are intact only the source's rows can tell";
}

Difference bucket_difference(std::size_t number, const Bucket& recorded, const Bucket& now, const std::string& keys,
                             BucketState state) {
  const auto rows = [](const Bucket& b) { return with_thousands(b.count) + " rows, digest " + to_hex(b.sum); };
  Difference d;
  d.kind = now.count < recorded.count   ? DifferenceKind::missing
           : now.count > recorded.count ? DifferenceKind::extra
                                        : DifferenceKind::changed;
  d.key = "bucket " + std::to_string(number) + ", now with " + (keys.empty() ? "no row" : keys);
  d.source = rows(recorded);
  d.target = rows(now);
  d.cause = cause_of(state);
  d.drift = state != BucketState::damaged;
  return d;
}

std::uint64_t least_differences(const Bucket& a, const Bucket& b) {
  return std::max<std::uint64_t>(1, a.count > b.count ? a.count - b.count : b.count - a.count);
}

}  // namespace

LocatedDifferences name_bucket_keys(Scanner& scanner, const std::vector<ComparedTable>& tables, std::size_t index,
                                    const DigestPair& digests, const ImportXids& import_xids,
                                    const LocateSettings& settings) {
  const std::vector<std::size_t> buckets = digests.differing();
  LocatedDifferences found;
  found.buckets = buckets.size();
  found.complete = false;
  KeyPass pass(tables[index].plan, digests.target, import_xids);
  for (const std::size_t b : buckets) pass.want(b, found.buckets_examined++ < settings.limit);
  scanner.run(make_scan_list(tables, {index}, nullptr, settings.jobs, settings.page_ranges), pass);
  if (!import_xids.empty() && !pass.any_imported()) found.warnings.push_back(no_import_left(tables[index].plan.source));
  for (const std::size_t b : buckets) {
    const Bucket& recorded = digests.source.buckets()[b];
    const Bucket& now = digests.target.buckets()[b];
    const BucketState state = pass.any_imported() ? state_of(recorded, pass.imported(b)) : BucketState::damaged;
    const std::uint64_t least = least_differences(recorded, now);
    found.total += least;
    if (state != BucketState::damaged) found.drift += least;
    if (found.listed.size() < settings.limit)
      found.listed.push_back(bucket_difference(b, recorded, now, pass.text(b), state));
  }
  return found;
}

}  // namespace lite2pg
