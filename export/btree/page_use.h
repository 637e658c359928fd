// What a page is used for, as the pointer map of a database with auto_vacuum records it
// (https://sqlite.org/fileformat2.html section 1.8).
#pragma once

#include <xxhash.h>

#include <array>
#include <cstdint>

#include "mapping/value/digest.h"

namespace lite2pg {

/// The numbers are those of the format; `unmapped` pages have no entry.
enum class PageRole : std::uint8_t { unmapped = 0, root = 1, free = 2, overflow = 3, more_overflow = 4, tree = 5 };

struct PageUse {
  PageRole role = PageRole::unmapped;
  /// The page that leads here: the parent of `tree`, the page whose cell begins the chain for `overflow`, the page
  /// before it in the chain for `more_overflow`; else 0.
  std::uint32_t from = 0;
};

/// Of an entry, to be summed up: two maps of the same pages are equal when their sums are.
[[nodiscard]] inline Hash128 use_hash(std::uint32_t page, const PageUse& use) noexcept {
  const std::array<std::uint32_t, 3> entry = {page, static_cast<std::uint32_t>(use.role), use.from};
  const XXH128_hash_t hash = XXH3_128bits(entry.data(), sizeof entry);
  return {hash.low64, hash.high64};
}

}  // namespace lite2pg
