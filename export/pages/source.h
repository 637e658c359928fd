// A SQLite file as a source of rows that are read from its pages, where that is possible, and by SQLite where not.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <variant>

#include "common/options/parser.h"
#include "common/parallel.h"
#include "export/btree/claims.h"
#include "export/btree/view.h"
#include "export/pages/leaf_mark.h"
#include "export/pages/table_shape.h"
#include "export/pages/tree_roots.h"
#include "export/rows/source.h"
#include "export/rows/table_split.h"
#include "export/sqlite/stand_in.h"

namespace lite2pg {

class PageSweep;

/// By what the rows of a table lie in its tree.
enum class TableKey : std::uint8_t {
  unknown,  ///< Its pages are not read here.
  rowid,
  plain,  ///< WITHOUT ROWID, each part of the key ascending and BINARY.
  other,
};

/// The same rows and errors as SqliteSource's. Sizes and slices come from the pages in any case, since nothing rests on
/// them. Any thread may call any function.
class PageSource final : public RowSource {
 public:
  /// `reader`: who reads rows. Throws Error(source).
  explicit PageSource(std::unique_ptr<SqliteSource> sqlite, RowReader reader = RowReader::pages);
  /// SOURCE as a user names it: a file, SQL text, standard input; `copy_to`: as StandIn has it. `readers`: as
  /// SqliteSource has it. Throws Error(source), Error(usage).
  [[nodiscard]] static std::unique_ptr<PageSource> open(const std::string& source, unsigned readers, RowReader reader,
                                                        const std::string& copy_to);
  ~PageSource() override;

  [[nodiscard]] const Schema& schema() const override { return sqlite_->schema(); }
  [[nodiscard]] std::unique_ptr<Reader> reader() override;
  /// Between leaves.
  [[nodiscard]] std::vector<Slice> split(const Table& table, std::size_t parts) override;
  [[nodiscard]] std::uint64_t estimated_rows(const Table& table) override { return size_of(table).rows; }
  [[nodiscard]] std::uint64_t estimated_bytes(const Table& table) override { return size_of(table).bytes; }
  /// Its content is the hash of all pages as the snapshot sees them: what the audit met, else all are read the first
  /// time. A checkpoint changes nothing of it.
  [[nodiscard]] Fingerprint fingerprint() override;
  [[nodiscard]] std::string_view reader_of(std::string_view table) override;
  void check_unchanged() override { sqlite_->check_unchanged(); }

  [[nodiscard]] SqliteSource& sqlite() noexcept { return *sqlite_; }
  /// Why SQLite reads a table; empty: its pages are read.
  [[nodiscard]] std::string reason_for_sqlite(const Table& table);

  [[nodiscard]] TableKey key_of(const Table& table);
  /// Calls `each` for the leaves of a table whose pages are read here. False: its pages are not as expected, and what
  /// was told so far is worth nothing.
  [[nodiscard]] bool each_leaf(const Table& table, const std::function<void(const LeafMark&)>& each);

  /// From now on cursors note the pages they meet, those of the tables that are read by their pages among `tables`:
  /// each is to be read once, whole or by the slices of split(). False: pages cannot be read here. Once a source.
  [[nodiscard]] bool begin_audit(const std::vector<const Table*>& tables);
  /// Goes through all the pages that those cursors do not read. May run beside them. False: something is not as SQLite
  /// writes it. Throws Error(interrupted).
  [[nodiscard]] bool sweep(const StopFlag& stop);
  /// When the cursors and the sweep are through: whether every page of the file has its one place, and all was read as
  /// begin_audit() was told. With that, quick_check finds nothing but rows that break a rule of their table. Ends the
  /// audit.
  [[nodiscard]] bool end_audit();
  /// Whether cursors read the pages of `table` in the audit.
  [[nodiscard]] bool is_audited(const Table& table) const;

 private:
  friend class PageReader;
  struct TableState {
    TableShape shape;
    std::optional<TableSize> size;
    std::atomic<bool> surprised = false;  ///< Its pages were not as expected: SQLite reads it from then on.
  };
  [[nodiscard]] TableSize size_of(const Table& table);
  [[nodiscard]] TableState& state_of(SQLite::Database& db, const Table& table);
  [[nodiscard]] const PageView* view() const noexcept { return std::get_if<PageView>(&view_); }

  struct Audit {
    explicit Audit(const PageView& view) : claims(view.pages, view.geometry.size, view.auto_vacuum) {}
    PageClaims claims;
    std::set<std::string, std::less<>> tables;
    std::set<std::uint32_t> roots;  ///< Of those tables.
  };
  [[nodiscard]] bool sweep(PageSweep& pages, const std::vector<TreeRoot>& trees);
  [[nodiscard]] bool is_last_root(const std::vector<TreeRoot>& trees) const;
  [[nodiscard]] PageClaims* claims_for(const Table& table) const;

  std::unique_ptr<StandIn> file_;  // first: outlives the connections
  std::unique_ptr<SqliteSource> sqlite_;
  RowReader reader_;
  std::variant<PageView, std::string> view_;
  TableRoots roots_;
  std::mutex lock_;
  std::map<std::string, TableState, std::less<>> states_;
  std::unique_ptr<Audit> audit_;
  std::mutex hash_lock_;
  std::optional<Hash128> hash_;  ///< Of all pages.
  bool audit_runs_ = false;      ///< Changes only while no cursor is open.
};

}  // namespace lite2pg
