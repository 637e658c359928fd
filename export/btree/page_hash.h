// The hash of a database's pages, in whatever order they are met.
#pragma once

#include <xxhash.h>

#include <cstddef>
#include <cstdint>
#include <optional>

#include "export/btree/file.h"
#include "mapping/value/digest.h"

namespace lite2pg {

/// XXH3-128 of one page under its number as the seed: pages that changed places have another sum.
[[nodiscard]] inline Hash128 page_hash(std::uint32_t number, const std::uint8_t* bytes, std::size_t size) noexcept {
  const XXH128_hash_t hash = XXH3_128bits_withSeed(bytes, size, number);
  return {hash.low64, hash.high64};
}

/// What `sum` over all pages comes to for a database of `pages` pages of `size` bytes.
[[nodiscard]] inline Hash128 database_hash(const Hash128& sum, std::uint32_t pages, std::uint32_t size) noexcept {
  const std::uint64_t all[] = {sum.low, sum.high, pages, size};
  const XXH128_hash_t hash = XXH3_128bits(all, sizeof all);
  return {hash.low64, hash.high64};
}

/// database_hash() of a snapshot, read page by page in the order of the file. nullopt: a page cannot be read.
[[nodiscard]] std::optional<Hash128> hash_pages(PageFile& file);

}  // namespace lite2pg
