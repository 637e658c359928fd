// Collects the rows of differing buckets from both sides as multisets, lets equal rows cancel, and keeps what is left:
// the rows to name. Its memory is bounded: when the buckets hold more than it may keep, it gives up the last ones.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "verify/sides/compared_table.h"
#include "verify/sides/scanner.h"

namespace lite2pg {

/// A row that one side has more often than the other.
struct LeftRow {
  RowHash hash;
  std::uint64_t source = 0, target = 0;  ///< How often each side has it.
  std::uint32_t xmin = 0;                ///< Of one of the target's.
  std::string encoding;                  ///< Empty when it was too long to keep.
};

/// Any thread.
class RowCollector {
 public:
  /// Rows of `buckets` (of 2^bits, ascending) are kept, others let through. `capacity` in bytes.
  RowCollector(int bits, const std::vector<std::size_t>& buckets, std::size_t capacity);

  void add(Side side, const ScannedRow& row);

  /// The buckets that were kept to the end: the first of those asked for.
  [[nodiscard]] const std::vector<std::size_t>& buckets() const noexcept { return buckets_; }
  /// Even one bucket holds more than the capacity: it was counted, not kept.
  [[nodiscard]] bool overflowed() const noexcept { return overflowed_; }
  /// Rows that do not cancel, by key hash and row hash.
  [[nodiscard]] std::vector<LeftRow> left() const;
  /// Whether both sides have a row with this key hash that cancelled.
  [[nodiscard]] bool has_equal_row(std::uint64_t key_hash) const;

 private:
  struct Count {
    std::uint64_t source = 0, target = 0;
    std::uint32_t xmin = 0;
    std::string encoding;
  };
  struct Hasher {
    std::size_t operator()(const RowHash& h) const noexcept { return h.row.low ^ h.key; }
  };

  void shrink();
  [[nodiscard]] std::size_t bucket_of(std::uint64_t key_hash) const noexcept {
    return bits_ == 0 ? 0 : static_cast<std::size_t>(key_hash >> (64 - bits_));
  }

  int bits_;
  std::vector<bool> asked_;  ///< By bucket; never changes, so that most rows need no lock.
  std::size_t capacity_;
  mutable std::mutex lock_;
  std::vector<std::size_t> buckets_;
  std::vector<bool> wanted_;
  std::unordered_map<RowHash, Count, Hasher> rows_;
  std::size_t bytes_ = 0;
  bool overflowed_ = false;
};

}  // namespace lite2pg
