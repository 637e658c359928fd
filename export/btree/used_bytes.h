// Which bytes of a page its cells and free blocks take: no two may share one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace lite2pg {

/// Of one page at a time; keeps its memory between pages. One thread.
class UsedBytes {
 public:
  void clear() noexcept {
    ranges_.clear();
    sum_ = 0;
    lowest_ = std::numeric_limits<std::uint32_t>::max();
    in_order_ = true;
  }
  void add(std::uint32_t begin, std::uint32_t size) {
    in_order_ = in_order_ && begin + size <= lowest_;
    lowest_ = begin;
    sum_ += size;
    ranges_.emplace_back(begin, begin + size);
  }
  /// Of all ranges.
  [[nodiscard]] std::uint32_t sum() const noexcept { return sum_; }
  /// Whether two of the ranges share a byte.
  [[nodiscard]] bool overlap() {
    if (in_order_) return false;
    std::sort(ranges_.begin(), ranges_.end());
    for (std::size_t i = 1; i < ranges_.size(); ++i)
      if (ranges_[i].first < ranges_[i - 1].second) return true;
    return false;
  }

 private:
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ranges_;
  std::uint32_t sum_ = 0;
  std::uint32_t lowest_ = std::numeric_limits<std::uint32_t>::max();  ///< Where the last range begins.
  bool in_order_ = true;  ///< Each range lies before the one added before it, as SQLite fills a page.
};

}  // namespace lite2pg
