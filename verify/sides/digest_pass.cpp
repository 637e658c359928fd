#include "verify/sides/digest_pass.h"

#include "common/text.h"

namespace lite2pg {
namespace {

class DigestTaker final : public RowTaker {
 public:
  explicit DigestTaker(int bits) : digest(bits) {}
  void take(const ScannedRow& row) override {
    digest.add(row.hash);
    bytes += row.encoding.size();
  }
  void leave_out(const std::string& column, const RowCursor& cursor) override {
    MisfitCount& count = misfits[column];
    if (count.rows++ == 0) count.first = cursor.locate();
  }

  TableDigest digest;
  std::map<std::string, MisfitCount> misfits;
  std::uint64_t bytes = 0;
};

}  // namespace

void MisfitCount::add(const MisfitCount& other) {
  if (rows == 0 || natural_less(other.first, first)) first = other.first;
  rows += other.rows;
}

std::vector<std::size_t> DigestPair::differing() const {
  std::vector<std::size_t> buckets;
  for (std::size_t i = 0; i < source.buckets().size(); ++i) {
    if (source.buckets()[i] != target.buckets()[i]) buckets.push_back(i);
  }
  return buckets;
}

DigestPass::DigestPass(const std::vector<ComparedTable>& tables, const std::vector<ScanItem>& work, Progress& progress)
    : tables_(tables), progress_(progress), open_items_(tables.size()) {
  for (const ComparedTable& t : tables) {
    DigestPair& pair = results_.emplace_back();
    pair.source = t.recorded ? t.recorded->folded(t.bits) : TableDigest(t.bits);
    pair.target = TableDigest(t.bits);
  }
  for (const ScanItem& item : work) ++open_items_[item.table];
}

std::unique_ptr<RowTaker> DigestPass::begin(const ScanItem& item) {
  return std::make_unique<DigestTaker>(tables_[item.table].bits);
}

void DigestPass::end(const ScanItem& item, RowTaker& taker, double seconds) {
  auto& taken = static_cast<DigestTaker&>(taker);
  const std::scoped_lock lock(lock_);
  DigestPair& pair = results_[item.table];
  const bool is_source = item.side == Side::source;
  (is_source ? pair.source : pair.target).merge(taken.digest);
  (is_source ? pair.source_bytes : pair.target_bytes) += taken.bytes;
  pair.seconds += seconds;
  for (const auto& [column, count] : taken.misfits) pair.misfits[column].add(count);
  if (--open_items_[item.table] > 0) return;
  progress_.finished(tables_[item.table].plan.source, pair.target.rows(), pair.seconds);
}

}  // namespace lite2pg
