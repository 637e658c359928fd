#include "export/btree/page_hash.h"

#include <algorithm>

namespace lite2pg {
namespace {

constexpr std::uint32_t hashed_run_bytes = 256 << 10;

/// Pages that can be read at once from `first` on.
std::uint32_t run_length(const PageView& view, std::uint32_t first) {
  const std::uint32_t most = std::min(std::max(1U, hashed_run_bytes / view.geometry.size), view.pages - first + 1);
  return view.overlay.touches(first, most) ? 1 : most;
}

}  // namespace

std::optional<Hash128> hash_pages(PageFile& file) {
  const PageView& view = file.view();
  const std::size_t size = view.geometry.size;
  Hash128 sum;
  PageBuffer bytes;
  for (std::uint32_t first = 1; first <= view.pages;) {
    const std::uint32_t run = run_length(view, first);
    const bool read = run == 1 ? file.read(first, bytes) : file.read_run(first, run, bytes);
    if (!read) return std::nullopt;
    for (std::uint32_t i = 0; i < run; ++i) sum += page_hash(first + i, bytes.data() + i * size, size);
    first += run;
  }
  return database_hash(sum, view.pages, view.geometry.size);
}

}  // namespace lite2pg
