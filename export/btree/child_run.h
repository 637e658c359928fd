// The leaves below an interior page, read ahead: the parent lists exactly the pages that come next, and neighbours in
// the tree are mostly neighbours in the file, but for their overflow pages between them.
#pragma once

#include <cstdint>
#include <optional>

#include "export/btree/page_run.h"
#include "export/btree/tree_page.h"

namespace lite2pg {

/// One thread.
class ChildRun {
 public:
  explicit ChildRun(PageFile& file) : file_(&file), run_(file) {}

  /// Child `i` of `parent`, borrowed until the next call. nullopt: it cannot be read or is no page of a tree.
  [[nodiscard]] std::optional<TreePage> read(const TreePage& parent, std::uint32_t i);
  /// A page by its number, alone.
  [[nodiscard]] std::optional<TreePage> read(std::uint32_t number) { return page(number, 1); }
  /// What was read ahead: between leaves mostly their overflow pages.
  [[nodiscard]] const PageRun& run() const noexcept { return run_; }

 private:
  [[nodiscard]] std::uint32_t run_length(const TreePage& parent, std::uint32_t i) const;
  [[nodiscard]] std::optional<TreePage> page(std::uint32_t number, std::uint32_t together);

  PageFile* file_;
  PageRun run_;
};

}  // namespace lite2pg
