#include "export/btree/page_run.h"

#include <algorithm>

namespace lite2pg {
namespace {

/// Large enough that the system call does not matter, small enough for the processor's cache.
constexpr std::uint32_t run_bytes = 64 << 10;

}  // namespace

std::uint32_t PageRun::most() const noexcept { return std::max(1U, run_bytes / file_->view().geometry.size); }

const std::uint8_t* PageRun::read(std::uint32_t number, std::uint32_t together) {
  const PageView& view = file_->view();
  if (!holds(number)) {
    count_ = 0;
    if (!file_->is_page(number)) return nullptr;
    std::uint32_t count = std::min({together, most(), view.pages - number + 1});
    if (count > 1 && view.overlay.touches(number, count)) count = 1;
    const bool good = count > 1 ? file_->read_run(number, count, pages_) : file_->read(number, pages_);
    if (!good) return nullptr;
    first_ = number;
    count_ = std::max(1U, count);
  }
  return held(number);
}

}  // namespace lite2pg
