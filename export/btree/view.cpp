#include "export/btree/view.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>

#include <array>

#include "common/bytes.h"
#include "export/btree/file.h"
#include "export/btree/sqlite_handle.h"

namespace lite2pg {
namespace {

/// https://sqlite.org/fileformat2.html section 1.3.4: no page has fewer usable bytes.
constexpr std::uint32_t least_usable = 480;

std::uint32_t pragma(SQLite::Database& db, const char* sql) { return db.execAndGet(sql).getUInt(); }

/// What the log adds. nullopt: it cannot be told.
std::optional<LogOverlay> overlay_of(SQLite::Database& db, std::uint32_t page_size, OpenMode mode,
                                     const std::optional<LogHead>& head) {
  if (mode == OpenMode::immutable) return LogOverlay();
  const bool logs = db.execAndGet("PRAGMA journal_mode").getString() == "wal";
  if (!logs) return LogOverlay();
  if (mode == OpenMode::live && !head) return std::nullopt;
  // All of it stands in the file already: a reader then holds the one mark that lets the log start anew.
  if (head && head->backfilled == head->frames) return LogOverlay();
  sqlite3_file* log = log_handle(db);
  if (log == nullptr) return std::nullopt;
  std::optional<LogOverlay::Limit> limit;
  if (head) limit = {head->frames, head->checksum, head->salts};
  const auto read = [log](std::uint64_t at, std::uint8_t* to, std::size_t n) { return read_exactly(log, at, to, n); };
  return LogOverlay::read(read, page_size, limit);
}

/// The file's header (section 1.3), as the snapshot sees it.
bool take_header(SQLite::Database& db, PageView& view) {
  PageBuffer page;
  if (!PageFile(db, view).read(1, page)) return false;
  const auto number = [&](std::size_t at) {
    return load_be<std::uint32_t>(reinterpret_cast<const char*>(page.data()) + at);
  };
  const std::uint32_t usable = view.geometry.size - page.data()[20];
  if (usable < least_usable) return false;
  view.geometry = PageGeometry(view.geometry.size, usable);
  view.free_list = number(32);
  view.free_pages = number(36);
  view.last_root = number(52);
  view.auto_vacuum = view.last_root != 0;
  view.vacuums_oddly = number(64) != 0 && !view.auto_vacuum;
  return true;
}

}  // namespace

std::variant<PageView, std::string> view_pages(SQLite::Database& db, OpenMode mode,
                                               const std::optional<LogHead>& head) {
  PageView view;
  view.geometry.size = pragma(db, "PRAGMA page_size");
  view.pages = pragma(db, "PRAGMA page_count");
  view.utf8 = db.execAndGet("PRAGMA encoding").getString() == "UTF-8";
  auto overlay = overlay_of(db, view.geometry.size, mode, head);
  if (!overlay) return "the write-ahead log's index cannot be read";
  view.overlay = std::move(*overlay);
  view.live_log = mode == OpenMode::live && !view.overlay.empty();
  if (head && head->frames != 0 && head->pages != view.pages) return "the write-ahead log has moved";
  if (!take_header(db, view)) return "the first page cannot be read";
  return view;
}

}  // namespace lite2pg
