// Which bytes of a page its cells and free blocks take: no two may share one.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

namespace lite2pg {

/// Of one page at a time. One thread.
class UsedBytes {
 public:
  void clear() noexcept {
    std::fill_n(words_.begin(), highest_ / 64 + 1, 0);
    highest_ = sum_ = 0;
    overlap_ = false;
  }
  /// A range that ends within the largest page there is (64 KiB).
  void add(std::uint32_t begin, std::uint32_t size) noexcept {
    sum_ += size;
    highest_ = std::max(highest_, begin + size);
    while (size > 0) {
      const std::uint32_t offset = begin % 64, bits = std::min(64 - offset, size);
      const std::uint64_t mask = (std::numeric_limits<std::uint64_t>::max() >> (64 - bits)) << offset;
      std::uint64_t& word = words_[begin / 64];
      overlap_ = overlap_ || (word & mask) != 0;
      word |= mask;
      begin += bits;
      size -= bits;
    }
  }
  /// Of all ranges.
  [[nodiscard]] std::uint32_t sum() const noexcept { return sum_; }
  /// Whether two of the ranges share a byte.
  [[nodiscard]] bool overlap() const noexcept { return overlap_; }

 private:
  static constexpr std::uint32_t largest_page = 65536;  // https://sqlite.org/fileformat2.html section 1.3.2

  std::array<std::uint64_t, largest_page / 64 + 1> words_{};  ///< A bit a byte of the page.
  std::uint32_t highest_ = 0;                                 ///< No bit from here on.
  std::uint32_t sum_ = 0;
  bool overlap_ = false;
};

}  // namespace lite2pg
