#include "export/btree/child_run.h"

namespace lite2pg {
namespace {

/// Copying so many pages that nobody wants takes no longer than another call of the system.
constexpr std::uint32_t widest_gap = 3;

}  // namespace

std::optional<TreePage> ChildRun::read(const TreePage& parent, std::uint32_t i) {
  const std::uint32_t number = parent.child(i);
  return page(number, run_.holds(number) ? 1 : run_length(parent, i));
}

/// From child `i` to the last of those that follow it in the database file without a wide gap.
std::uint32_t ChildRun::run_length(const TreePage& parent, std::uint32_t i) const {
  const std::uint32_t first = parent.child(i);
  std::uint32_t last = first;
  for (std::uint32_t next = i + 1; next <= parent.cells(); ++next) {
    const std::uint32_t number = parent.child(next);
    if (number - last - 1 > widest_gap || number - first >= run_.most()) break;
    last = number;
  }
  return last - first + 1;
}

std::optional<TreePage> ChildRun::page(std::uint32_t number, std::uint32_t together) {
  const std::uint8_t* bytes = run_.read(number, together);
  if (bytes == nullptr) return std::nullopt;
  return TreePage::read(bytes, file_->view().geometry.usable, number);
}

}  // namespace lite2pg
