#include "export/btree/child_run.h"

#include <algorithm>

namespace lite2pg {
namespace {

/// Large enough that the system call does not matter, small enough for the processor's cache.
constexpr std::uint32_t run_bytes = 64 << 10;

}  // namespace

std::optional<TreePage> ChildRun::read(const TreePage& parent, std::uint32_t i) {
  const std::uint32_t number = parent.child(i);
  if (number - first_ < count_) return page(number);
  const std::uint32_t run = run_length(parent, i);
  if (run < 2) return read(number);
  count_ = 0;
  if (!file_->read_run(number, run, pages_)) return std::nullopt;
  first_ = number;
  count_ = run;
  return page(number);
}

std::optional<TreePage> ChildRun::read(std::uint32_t number) {
  count_ = 0;
  if (!file_->read(number, pages_)) return std::nullopt;
  first_ = number;
  count_ = 1;
  return page(number);
}

/// How many children from `i` on stand one after the other in the database file.
std::uint32_t ChildRun::run_length(const TreePage& parent, std::uint32_t i) const {
  const PageView& view = file_->view();
  const std::uint32_t number = parent.child(i);
  const std::uint32_t most = std::min(std::max(1U, run_bytes / view.geometry.size), parent.cells() - i + 1);
  std::uint32_t run = 1;
  while (run < most && parent.child(i + run) == number + run && file_->is_page(number + run)) ++run;
  return file_->view().overlay.touches(number, run) ? 1 : run;
}

std::optional<TreePage> ChildRun::page(std::uint32_t number) const {
  const PageGeometry& geometry = file_->view().geometry;
  return TreePage::read(pages_.data() + std::size_t{number - first_} * geometry.size, geometry.usable, number);
}

}  // namespace lite2pg
