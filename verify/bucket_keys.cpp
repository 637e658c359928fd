#include "verify/bucket_keys.h"

#include <algorithm>
#include <map>
#include <mutex>

#include "common/text.h"
#include "verify/row_text.h"

namespace lite2pg {
namespace {

constexpr std::size_t keys_shown = 12;

/// Keeps the keys of the rows in some buckets; those that the import did not write come first, they are the suspects.
class KeyPass final : public Pass {
 public:
  KeyPass(const TablePlan& table, const TableDigest& shape, const ImportXids& import_xids)
      : table_(table), shape_(shape), import_xids_(import_xids) {}

  void want(std::size_t bucket) { keys_.try_emplace(bucket); }
  [[nodiscard]] std::unique_ptr<RowTaker> begin(const ScanItem& /*item*/) override {
    return std::make_unique<Taker>(*this);
  }
  void end(const ScanItem& /*item*/, RowTaker& /*taker*/, double /*seconds*/) override {}
  [[nodiscard]] bool wants_xmin() const override { return !import_xids_.empty(); }

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
    const auto found = keys_.find(shape_.bucket_of(row.hash.key));
    if (found == keys_.end()) return;
    const bool since = !import_xids_.empty() && !import_xids_.contains(row.xmin);
    const std::scoped_lock lock(lock_);
    auto& list = since ? found->second.written_since : found->second.others;
    if (list.size() < keys_shown) list.push_back(key_text(table_, fields_of(row.encoding)));
  }

  const TablePlan& table_;
  const TableDigest& shape_;
  const ImportXids& import_xids_;
  std::map<std::size_t, Keys> keys_;  ///< Its shape does not change while the pass runs.
  std::mutex lock_;
};

Difference bucket_difference(std::size_t number, const Bucket& recorded, const Bucket& now, const std::string& keys) {
  const auto rows = [](const Bucket& b) { return with_thousands(b.count) + " rows, digest " + to_hex(b.sum); };
  Difference d;
  d.kind = now.count < recorded.count ? "missing" : now.count > recorded.count ? "extra" : "changed";
  d.key = "bucket " + std::to_string(number) + ", now with " + (keys.empty() ? "no row" : keys);
  d.source = rows(recorded);
  d.target = rows(now);
  d.cause = "the source's rows are not at hand: the difference is in one or more rows of this bucket";
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
  for (const std::size_t b : buckets) {
    found.total += least_differences(digests.source.buckets()[b], digests.target.buckets()[b]);
    if (++found.buckets_examined <= settings.limit) pass.want(b);
  }
  scanner.run(make_scan_list(tables, {index}, nullptr, settings.jobs, settings.server_version), pass);
  for (const std::size_t b : buckets) {
    if (found.listed.size() == settings.limit) break;
    const Bucket& recorded = digests.source.buckets()[b];
    found.listed.push_back(bucket_difference(b, recorded, digests.target.buckets()[b], pass.text(b)));
  }
  return found;
}

}  // namespace lite2pg
