// Which pages have been met by anybody in a pass over the whole file, what for, and their hash: a page has one place.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <vector>

#include "export/btree/page_hash.h"
#include "export/btree/page_use.h"

namespace lite2pg {

/// Any thread may call any function.
class PageClaims {
 public:
  /// `maps`: the database has a pointer map, which what pages are claimed for is compared with.
  PageClaims(std::uint32_t pages, std::uint32_t page_size, bool maps)
      : pages_(pages), page_size_(page_size), maps_(maps), words_(pages / 64 + 1) {}

  /// Takes page `number`, whose bytes these are; false when somebody has it, or there is no such page.
  [[nodiscard]] bool claim(std::uint32_t number, const std::uint8_t* bytes, const PageUse& use) {
    return claim(number, page_hash(number, bytes, page_size_), use);
  }
  [[nodiscard]] bool claim(std::uint32_t number, const Hash128& hash, const PageUse& use) {
    if (number == 0 || number > pages_) return false;
    const std::uint64_t bit = std::uint64_t{1} << (number % 64);
    if ((words_[number / 64].fetch_or(bit, std::memory_order_relaxed) & bit) != 0) return false;
    const Hash128 used = mapped(number, use);
    const std::lock_guard guard(lock_);
    sum_ += hash;
    used_ += used;
    return true;
  }
  /// What the pointer map says of a page that has an entry there. Each page once.
  void add_map_entry(std::uint32_t number, const PageUse& use) {
    const Hash128 told = mapped(number, use);
    const std::lock_guard guard(lock_);
    told_ += told;
  }
  /// Whether somebody has every page, and for what the pointer map says of it.
  [[nodiscard]] bool complete() {
    for (std::uint32_t page = 1; page <= pages_; ++page)
      if ((words_[page / 64].load(std::memory_order_relaxed) >> (page % 64) & 1) == 0) return false;
    const std::lock_guard guard(lock_);
    return used_ == told_;
  }
  /// database_hash() when all pages are claimed.
  [[nodiscard]] Hash128 hash() const noexcept { return database_hash(sum_, pages_, page_size_); }

 private:
  /// The first page has no entry.
  [[nodiscard]] Hash128 mapped(std::uint32_t number, const PageUse& use) const noexcept {
    return maps_ && number > 1 && use.role != PageRole::unmapped ? use_hash(number, use) : Hash128();
  }

  std::uint32_t pages_, page_size_;
  bool maps_;
  std::vector<std::atomic<std::uint64_t>> words_;
  std::mutex lock_;
  Hash128 sum_;
  Hash128 used_, told_;  ///< Sums of the entries that a pointer map should have and has.
};

}  // namespace lite2pg
