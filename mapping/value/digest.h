// The digest of a table: row encodings hashed with XXH3-128 and summed without order into buckets chosen by key, so
// that two sides can be compared however they were read (docs/verification.md has the argument).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/value/row_encoding.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// A number modulo 2^128.
struct Hash128 {
  std::uint64_t low = 0;
  std::uint64_t high = 0;

  Hash128& operator+=(const Hash128& o) noexcept {
    low += o.low;
    high += o.high + (low < o.low ? 1 : 0);
    return *this;
  }
  Hash128& operator-=(const Hash128& o) noexcept {
    high -= o.high + (low < o.low ? 1 : 0);
    low -= o.low;
    return *this;
  }
  friend auto operator<=>(const Hash128&, const Hash128&) = default;
};

/// 32 hex digits, most significant first.
[[nodiscard]] std::string to_hex(const Hash128& h);

/// Hashes of one row.
struct RowHash {
  std::uint64_t key = 0;  ///< XXH3-64 of the encoded key; without a key: the low half of `row`.
  Hash128 row;            ///< XXH3-128 of the encoded row.

  friend auto operator<=>(const RowHash&, const RowHash&) = default;
};

/// Hashes rows under a seed; `key` lists the positions of the key columns (empty: the table has no key). One thread.
class RowHasher {
 public:
  RowHasher(std::uint64_t seed, std::vector<int> key);
  RowHash hash(Row row) {
    (void)encoder_.encode(row);
    return hash();
  }

  /// The same in steps, for readers that have no Value at hand: fill the encoder, column by column, then hash what it
  /// holds.
  [[nodiscard]] RowEncoder& encoder() noexcept { return encoder_; }
  [[nodiscard]] RowHash hash();

 private:
  [[nodiscard]] std::string_view key_bytes();

  std::uint64_t seed_;
  std::vector<int> key_;
  bool key_is_range_;  ///< The key's columns stand side by side in the row: their encoding is a part of the row's.
  RowEncoder encoder_;
  std::string key_buffer_;
};

struct Bucket {
  std::uint64_t count = 0;
  Hash128 sum;
  friend bool operator==(const Bucket&, const Bucket&) = default;
};

/// 2^bits buckets by the top bits of the key hash. Addition commutes: merge the digests of slices in any order.
class TableDigest {
 public:
  static constexpr int collected_bits = 12;  ///< What every digest is collected at; fold() makes it smaller.

  explicit TableDigest(int bits = collected_bits) : bits_(bits), buckets_(std::size_t{1} << bits) {}

  void add(const RowHash& h) noexcept {
    Bucket& b = buckets_[bucket_of(h.key)];
    ++b.count;
    b.sum += h.row;
  }
  void merge(const TableDigest& other);
  /// The same rows in 2^bits buckets, bits <= this->bits().
  [[nodiscard]] TableDigest folded(int bits) const;
  /// The bits at which a bucket of a table with so many rows holds about 1000 rows; 0 to collected_bits.
  [[nodiscard]] static int bits_for(std::uint64_t rows) noexcept;

  [[nodiscard]] std::size_t bucket_of(std::uint64_t key_hash) const noexcept {
    return bits_ == 0 ? 0 : static_cast<std::size_t>(key_hash >> (64 - bits_));
  }
  [[nodiscard]] int bits() const noexcept { return bits_; }
  [[nodiscard]] const std::vector<Bucket>& buckets() const noexcept { return buckets_; }
  [[nodiscard]] std::vector<Bucket>& buckets() noexcept { return buckets_; }
  [[nodiscard]] std::uint64_t rows() const noexcept;
  /// Sum over all buckets as 32 hex digits: what reports show.
  [[nodiscard]] std::string total() const;

 private:
  int bits_;
  std::vector<Bucket> buckets_;
};

}  // namespace lite2pg
