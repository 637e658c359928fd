// Which pages have been met by anybody in a pass over the whole file, and their hash: a page has one place.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <vector>

#include "export/pages/page_hash.h"

namespace lite2pg {

/// Any thread may call any function.
class PageClaims {
 public:
  PageClaims(std::uint32_t pages, std::uint32_t page_size)
      : pages_(pages), page_size_(page_size), words_(pages / 64 + 1) {}

  /// Takes page `number`, whose bytes these are; false when somebody has it, or there is no such page.
  [[nodiscard]] bool claim(std::uint32_t number, const std::uint8_t* bytes) {
    return claim(number, page_hash(number, bytes, page_size_));
  }
  [[nodiscard]] bool claim(std::uint32_t number, const Hash128& hash) {
    if (number == 0 || number > pages_) return false;
    const std::uint64_t bit = std::uint64_t{1} << (number % 64);
    if ((words_[number / 64].fetch_or(bit, std::memory_order_relaxed) & bit) != 0) return false;
    const std::lock_guard guard(lock_);
    sum_ += hash;
    return true;
  }
  /// Whether somebody has every page.
  [[nodiscard]] bool all_claimed() const noexcept {
    for (std::uint32_t page = 1; page <= pages_; ++page)
      if ((words_[page / 64].load(std::memory_order_relaxed) >> (page % 64) & 1) == 0) return false;
    return true;
  }
  /// database_hash() when all pages are claimed.
  [[nodiscard]] Hash128 hash() const noexcept { return database_hash(sum_, pages_, page_size_); }

 private:
  std::uint32_t pages_, page_size_;
  std::vector<std::atomic<std::uint64_t>> words_;
  std::mutex lock_;
  Hash128 sum_;
};

}  // namespace lite2pg
