// Which bytes of a page its cells take: no two may share one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace lite2pg {

/// Of one page at a time. One thread.
class UsedBytes {
 public:
  void clear() noexcept { ranges_.clear(); }
  void add(std::uint32_t begin, std::uint32_t size) { ranges_.emplace_back(begin, begin + size); }
  /// Whether two of the ranges share a byte.
  [[nodiscard]] bool overlap() {
    std::sort(ranges_.begin(), ranges_.end());
    for (std::size_t i = 1; i < ranges_.size(); ++i)
      if (ranges_[i].first < ranges_[i - 1].second) return true;
    return false;
  }

 private:
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ranges_;
};

}  // namespace lite2pg
