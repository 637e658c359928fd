#include "verify/rows/collector.h"

#include <algorithm>

namespace lite2pg {
namespace {

/// Longer rows are kept by their hashes alone and read again when they are to be named.
constexpr std::size_t longest_kept = 64U << 10;
/// What a row costs beside its encoding: hashes, counts, the node of the map.
constexpr std::size_t row_cost = 160;

std::vector<bool> flags_of(int bits, const std::vector<std::size_t>& buckets) {
  std::vector<bool> flags(std::size_t{1} << bits);
  for (const std::size_t b : buckets) flags[b] = true;
  return flags;
}

}  // namespace

RowCollector::RowCollector(int bits, const std::vector<std::size_t>& buckets, std::size_t capacity)
    : bits_(bits), asked_(flags_of(bits, buckets)), capacity_(capacity), buckets_(buckets), wanted_(asked_) {}

void RowCollector::add(Side side, const ScannedRow& row) {
  const std::size_t bucket = bucket_of(row.hash.key);
  if (!asked_[bucket]) return;
  const std::scoped_lock lock(lock_);
  if (!wanted_[bucket]) return;
  const auto [place, is_new] = rows_.try_emplace(row.hash);
  Count& count = place->second;
  ++(side == Side::source ? count.source : count.target);
  if (side == Side::target) count.xmin = row.xmin;
  if (is_new) bytes_ += row_cost;
  if (count.source == count.target) {
    bytes_ -= count.encoding.size();
    count.encoding = {};
  } else if (count.encoding.empty() && row.encoding.size() <= longest_kept) {
    count.encoding = row.encoding;
    bytes_ += row.encoding.size();
  }
  if (bytes_ > capacity_) shrink();
}

void RowCollector::shrink() {
  if (buckets_.size() <= 1) {
    overflowed_ = true;
    wanted_.assign(wanted_.size(), false);
    rows_.clear();
    bytes_ = 0;
    return;
  }
  for (const std::size_t kept = buckets_.size() / 2; buckets_.size() > kept; buckets_.pop_back()) {
    wanted_[buckets_.back()] = false;
  }
  std::erase_if(rows_, [this](const auto& row) {
    if (wanted_[bucket_of(row.first.key)]) return false;
    bytes_ -= row_cost + row.second.encoding.size();
    return true;
  });
}

std::vector<LeftRow> RowCollector::left() const {
  std::vector<LeftRow> left;
  for (const auto& [hash, count] : rows_) {
    if (count.source != count.target) left.push_back({hash, count.source, count.target, count.xmin, count.encoding});
  }
  std::ranges::sort(left, {}, &LeftRow::hash);
  return left;
}

bool RowCollector::has_equal_row(std::uint64_t key_hash) const {
  return std::ranges::any_of(rows_, [key_hash](const auto& row) {
    return row.first.key == key_hash && row.second.source == row.second.target;
  });
}

}  // namespace lite2pg
