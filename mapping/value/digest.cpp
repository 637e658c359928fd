#include "mapping/value/digest.h"

// The hash functions are small: in the header they become part of the row loop. Where functions stay for a debugger
// (-Og), GCC 14 cannot obey the hints of xxHash 0.8.3 and calls that an error.
#define XXH_INLINE_ALL
#ifndef NDEBUG
#define XXH_NO_INLINE_HINTS 1
#endif
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <bit>

namespace lite2pg {
namespace {

/// Rows and keys are hashed under different seeds, so that a table of one key column does not get the same hash twice.
constexpr std::uint64_t key_seed_mask = 0x9e3779b97f4a7c15;

bool is_range(const std::vector<int>& key) {
  return std::ranges::adjacent_find(key, [](int a, int b) { return b != a + 1; }) == key.end();
}

std::string hex64(std::uint64_t n) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text(16, '0');
  for (auto c = text.rbegin(); c != text.rend(); ++c, n >>= 4) *c = digits[n & 15];
  return text;
}

}  // namespace

std::string to_hex(const Hash128& h) { return hex64(h.high) + hex64(h.low); }

RowHasher::RowHasher(std::uint64_t seed, std::vector<int> key)
    : seed_(seed), key_(std::move(key)), key_is_range_(is_range(key_)) {}

RowHash RowHasher::hash() {
  const std::string_view row = encoder_.view();
  const XXH128_hash_t h = XXH3_128bits_withSeed(row.data(), row.size(), seed_);
  RowHash result{h.low64, {h.low64, h.high64}};
  if (key_.empty()) return result;
  const std::string_view key = key_bytes();
  result.key = XXH3_64bits_withSeed(key.data(), key.size(), seed_ ^ key_seed_mask);
  return result;
}

std::string_view RowHasher::key_bytes() {
  if (key_is_range_) return encoder_.columns(key_.front(), key_.back());
  key_buffer_.clear();
  for (const int column : key_) key_buffer_ += encoder_.column(column);
  return key_buffer_;
}

void TableDigest::merge(const TableDigest& other) {
  const TableDigest folded_other = other.bits() > bits_ ? other.folded(bits_) : other;
  if (folded_other.bits() < bits_) *this = folded(folded_other.bits());
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    buckets_[i].count += folded_other.buckets_[i].count;
    buckets_[i].sum += folded_other.buckets_[i].sum;
  }
}

TableDigest TableDigest::folded(int bits) const {
  TableDigest result(std::min(bits, bits_));
  const int dropped = bits_ - result.bits_;
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    Bucket& b = result.buckets_[i >> dropped];
    b.count += buckets_[i].count;
    b.sum += buckets_[i].sum;
  }
  return result;
}

int TableDigest::bits_for(std::uint64_t rows) noexcept {
  constexpr std::uint64_t rows_a_bucket = 1000;
  return std::min(collected_bits, static_cast<int>(std::bit_width(rows / rows_a_bucket)));
}

std::uint64_t TableDigest::rows() const noexcept {
  std::uint64_t total = 0;
  for (const Bucket& b : buckets_) total += b.count;
  return total;
}

std::string TableDigest::total() const {
  Hash128 sum;
  for (const Bucket& b : buckets_) sum += b.sum;
  return to_hex(sum);
}

}  // namespace lite2pg
