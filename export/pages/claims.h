// Which pages have been met by anybody in a pass over the whole file: a page has one place.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

namespace lite2pg {

/// One bit a page. Any thread may call any function.
class PageClaims {
 public:
  explicit PageClaims(std::uint32_t pages) : pages_(pages), words_(pages / 64 + 1) {}

  /// Takes page `number`; false when somebody has it, or there is no such page.
  bool claim(std::uint32_t number) noexcept {
    if (number == 0 || number > pages_) return false;
    const std::uint64_t bit = std::uint64_t{1} << (number % 64);
    return (words_[number / 64].fetch_or(bit, std::memory_order_relaxed) & bit) == 0;
  }
  /// Whether somebody has every page.
  [[nodiscard]] bool all_claimed() const noexcept {
    for (std::uint32_t page = 1; page <= pages_; ++page)
      if ((words_[page / 64].load(std::memory_order_relaxed) >> (page % 64) & 1) == 0) return false;
    return true;
  }

 private:
  std::uint32_t pages_;
  std::vector<std::atomic<std::uint64_t>> words_;
};

}  // namespace lite2pg
