// The pages of a database as one snapshot sees them: their size and number, and which of them stand in the log.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>

#include "export/btree/log_overlay.h"
#include "export/btree/tree_page.h"
#include "export/sqlite/file.h"
#include "export/sqlite/log_head.h"

namespace SQLite {
class Database;
}

namespace lite2pg {

/// Immutable; shared by all threads of a run.
struct PageView {
  PageGeometry geometry;
  std::uint32_t pages = 0;       ///< Pages of the database; numbers go from 1 to this.
  bool utf8 = true;              ///< Texts are UTF-8.
  bool auto_vacuum = false;      ///< There are pointer-map pages.
  std::uint32_t last_root = 0;   ///< With auto_vacuum: the root page with the largest number, as the header has it.
  bool vacuums_oddly = false;    ///< The header asks for incremental vacuum without pointer-map pages.
  std::uint32_t free_list = 0;   ///< First page of the list of free pages; 0: none.
  std::uint32_t free_pages = 0;  ///< How many pages that list holds.
  LogOverlay overlay;
  bool live_log = false;  ///< Frames can be overwritten once no reader holds the log: its salts are looked at again.
};

/// The view of the read transaction that `db` is in. `head`: as SQLite had it when that transaction began; without one
/// and with mode `frozen` the log is scanned. Otherwise the file alone counts. A text that says why the pages cannot be
/// read here, when they cannot. Throws SQLite::Exception.
[[nodiscard]] std::variant<PageView, std::string> view_pages(SQLite::Database& db, OpenMode mode,
                                                             const std::optional<LogHead>& head);

}  // namespace lite2pg
