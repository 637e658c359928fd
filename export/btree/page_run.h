// Pages read together with those that follow them in the file, in one call of the system.
#pragma once

#include <cstdint>

#include "export/btree/file.h"

namespace lite2pg {

/// One thread.
class PageRun {
 public:
  explicit PageRun(PageFile& file) : file_(&file) {}

  /// Page `number`, borrowed until the next call; nullptr: it cannot be read. What must be read comes with its
  /// followers, `together` in all or as many as fit into the processor's cache, if none of them is in the log.
  [[nodiscard]] const std::uint8_t* read(std::uint32_t number, std::uint32_t together);
  /// Whether the last read brought `number` along.
  [[nodiscard]] bool holds(std::uint32_t number) const noexcept { return number - first_ < count_; }
  /// A page that it holds.
  [[nodiscard]] const std::uint8_t* held(std::uint32_t number) const noexcept {
    return pages_.data() + std::size_t{number - first_} * file_->view().geometry.size;
  }
  /// The most that is read at once.
  [[nodiscard]] std::uint32_t most() const noexcept;

 private:
  PageFile* file_;
  PageBuffer pages_;
  std::uint32_t first_ = 0;
  std::uint32_t count_ = 0;
};

}  // namespace lite2pg
