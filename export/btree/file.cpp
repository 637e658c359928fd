#include "export/btree/file.h"

#include <SQLiteCpp/Database.h>
#include <sqlite3.h>

#include <cstring>

#include "common/bytes.h"
#include "export/btree/sqlite_handle.h"

namespace lite2pg {

PageFile::PageFile(SQLite::Database& db, const PageView& view)
    : db_(&db), view_(&view), file_(database_handle(db)), log_(view.overlay.empty() ? nullptr : log_handle(db)) {}

bool PageFile::read(std::uint32_t number, PageBuffer& to) {
  if (!is_page(number)) return false;
  const std::uint32_t frame = view_->overlay.empty() ? 0 : view_->overlay.frame_of(number);
  return frame == 0 ? read_run(number, 1, to) : read_frame(frame, number, to);
}

bool PageFile::read_run(std::uint32_t first, std::uint32_t count, PageBuffer& to) {
  if (!is_page(first) || count > view_->pages - first + 1) return false;
  const std::size_t bytes = std::size_t{count} * view_->geometry.size;
  to.reserve(bytes);
  return read_exactly(file_, std::uint64_t{first - 1} * view_->geometry.size, to.data(), bytes);
}

bool PageFile::read_frame(std::uint32_t frame, std::uint32_t number, PageBuffer& to) {
  const std::size_t size = LogOverlay::frame_header_bytes + view_->geometry.size;
  frame_.reserve(size);
  if (!read_exactly(log_, LogOverlay::header_bytes + std::uint64_t{frame - 1} * size, frame_.data(), size))
    return false;
  const auto* header = reinterpret_cast<const char*>(frame_.data());
  if (load_be<std::uint32_t>(header) != number) return false;
  if (std::memcmp(header + 8, view_->overlay.salts().data(), 8) != 0 || !log_stands()) return false;
  to.reserve(view_->geometry.size);
  std::memcpy(to.data(), frame_.data() + LogOverlay::frame_header_bytes, view_->geometry.size);
  return true;
}

/// Whoever starts the log anew changes the salts of the wal-index before the first frame is overwritten.
bool PageFile::log_stands() {
  if (!view_->live_log) return true;
  const auto salts = read_log_salts(*db_);
  return salts && *salts == view_->overlay.salts();
}

}  // namespace lite2pg
