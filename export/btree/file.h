// Reads pages through SQLite's own handles: another descriptor of the same file would, when closed, drop the locks that
// the read transaction stands on (https://sqlite.org/howtocorrupt.html section 2.2).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "export/btree/view.h"

struct sqlite3_file;
namespace SQLite {
class Database;
}

namespace lite2pg {

/// Bytes of consecutive pages, ending with page_slack readable bytes. Keeps its memory between reads.
class PageBuffer {
 public:
  void reserve(std::size_t bytes) {
    if (bytes + page_slack > bytes_.size()) bytes_.resize(bytes + page_slack);
  }
  [[nodiscard]] std::uint8_t* data() noexcept { return bytes_.data(); }
  [[nodiscard]] const std::uint8_t* data() const noexcept { return bytes_.data(); }
  [[nodiscard]] std::size_t size() const noexcept { return bytes_.size() - page_slack; }

 private:
  std::vector<std::uint8_t> bytes_ = std::vector<std::uint8_t>(page_slack);
};

/// One connection's access to the pages of a view. The connection stays in its read transaction while this lives.
/// One thread.
class PageFile {
 public:
  /// `view` outlives this object and was made in the same snapshot as `db` reads.
  PageFile(SQLite::Database& db, const PageView& view);

  [[nodiscard]] const PageView& view() const noexcept { return *view_; }
  [[nodiscard]] bool is_page(std::uint32_t number) const noexcept { return number != 0 && number <= view_->pages; }
  /// Reads page `number` into `to`; false when there is no such page, it cannot be read or the log moved under us.
  [[nodiscard]] bool read(std::uint32_t number, PageBuffer& to);
  /// Reads pages `first` to `first` + `count` - 1 at once: those of the database file alone (LogOverlay::touches).
  [[nodiscard]] bool read_run(std::uint32_t first, std::uint32_t count, PageBuffer& to);

 private:
  [[nodiscard]] bool read_frame(std::uint32_t frame, std::uint32_t number, PageBuffer& to);
  [[nodiscard]] bool log_stands();

  SQLite::Database* db_;
  const PageView* view_;
  sqlite3_file* file_ = nullptr;
  sqlite3_file* log_ = nullptr;
  PageBuffer frame_;
};

}  // namespace lite2pg
