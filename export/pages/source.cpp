#include "export/pages/source.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>

#include <algorithm>

#include "export/btree/sqlite_handle.h"
#include "export/pages/cursor.h"
#include "export/pages/leaf.h"
#include "export/pages/size.h"
#include "export/pages/split.h"
#include "export/pages/sweep.h"
#include "export/rows/scan_sql.h"
#include "export/sqlite/error.h"

namespace lite2pg {
namespace {

/// Calls `work` with a connection of the snapshot; what SQLite reports becomes our error.
template <typename Work>
auto with_connection(SqliteSource& source, std::string_view table, const Work& work) {
  const SnapshotConnection connection = source.snapshot().connect();
  try {
    return work(connection.db());
  } catch (const SQLite::Exception& e) {
    throw_sqlite_error(source.path(), table, e);
  }
}

/// Rowids part a table whoever reads its rows.
bool is_cuttable(const Table& table, const TableShape& shape) {
  const bool has_rowids = table.kind == TableKind::rowid && shape.root > 1;
  return (has_rowids || shape.is_readable()) && !scan_key(table).empty();
}

}  // namespace

class PageReader final : public Reader {
 public:
  PageReader(SnapshotConnection connection, PageSource& source) : connection_(std::move(connection)), source_(source) {}

  std::unique_ptr<RowCursor> scan(const Table& table, const Slice& slice) override {
    const PageView* view = source_.view();
    if (view == nullptr || source_.reader_ == RowReader::sqlite || !condition_of(table).empty())
      return by_sqlite(table, slice);
    auto& state = state_of(table);
    if (!state.shape.is_readable() || state.surprised || !reads_slice(state.shape, slice))
      return by_sqlite(table, slice);
    return open_page_cursor({&connection_.db(), source_.sqlite().path(), view, source_.claims_for(table)}, table,
                            state.shape, slice, [&state] { state.surprised = true; });
  }

 private:
  PageSource::TableState& state_of(const Table& table) {
    try {
      return source_.state_of(connection_.db(), table);
    } catch (const SQLite::Exception& e) {
      throw_sqlite_error(source_.sqlite().path(), table.name, e);
    }
  }

  std::unique_ptr<RowCursor> by_sqlite(const Table& table, const Slice& slice) {
    return std::make_unique<SqliteCursor>(connection_.db(), source_.sqlite().path(), table, slice,
                                          source_.schema().encoding != "UTF-8", condition_of(table));
  }

  [[nodiscard]] std::string_view condition_of(const Table& table) const {
    return source_.sqlite().condition_of(table.name);
  }

  SnapshotConnection connection_;
  PageSource& source_;
};

PageSource::PageSource(std::unique_ptr<SqliteSource> sqlite, RowReader reader)
    : sqlite_(std::move(sqlite)), reader_(reader) {
  with_connection(*sqlite_, {}, [&](SQLite::Database& db) {
    view_ = view_pages(db, sqlite_->file().mode(), sqlite_->snapshot().log_head());
    roots_ = table_roots(db);
  });
}

PageSource::~PageSource() = default;

std::unique_ptr<PageSource> PageSource::open(const std::string& source, unsigned readers, RowReader reader,
                                             const std::string& copy_to) {
  auto file = std::make_unique<StandIn>(source, copy_to);
  auto sqlite = std::make_unique<SqliteSource>(file->path(), readers, file->shown());
  auto opened = std::make_unique<PageSource>(std::move(sqlite), reader);
  opened->file_ = std::move(file);
  return opened;
}

std::unique_ptr<Reader> PageSource::reader() {
  return std::make_unique<PageReader>(sqlite_->snapshot().connect(), *this);
}

PageSource::TableState& PageSource::state_of(SQLite::Database& db, const Table& table) {
  const std::lock_guard guard(lock_);
  const auto found = states_.find(table.name);
  if (found != states_.end()) return found->second;
  TableShape shape = shape_of(db, *view(), roots_, table);
  TableState& state = states_[table.name];
  state.shape = std::move(shape);
  return state;
}

std::vector<Slice> PageSource::split(const Table& table, std::size_t parts) {
  if (view() == nullptr || parts < 2) return sqlite_->split(table, parts);
  auto slices = with_connection(*sqlite_, table.name, [&](SQLite::Database& db) -> std::vector<Slice> {
    const TableState& state = state_of(db, table);
    if (!is_cuttable(table, state.shape) || state.surprised) return {};
    PageFile file(db, *view());
    Bounds bounds = bounds_between_leaves(file, state.shape, parts);
    make_safe(db, table, bounds);
    return slices_between(bounds);
  });
  return slices.empty() ? sqlite_->split(table, parts) : slices;
}

TableSize PageSource::size_of(const Table& table) {
  if (table.kind == TableKind::virtual_) return {};
  return with_connection(*sqlite_, table.name, [&](SQLite::Database& db) -> TableSize {
    if (view() == nullptr) return estimate_size(db, sqlite_->file(), table);
    TableState& state = state_of(db, table);
    const std::lock_guard guard(lock_);
    if (!state.size) {
      PageFile file(db, *view());
      state.size = size_by_pages(file, state.shape.root);
    }
    return *state.size;
  });
}

Fingerprint PageSource::fingerprint() {
  if (view() == nullptr) return sqlite_->fingerprint();
  const std::lock_guard guard(hash_lock_);
  if (!hash_) {
    hash_ = with_connection(*sqlite_, {}, [&](SQLite::Database& db) {
      PageFile file(db, *view());
      return hash_pages(file);
    });
  }
  if (!hash_) return sqlite_->fingerprint();  // a file that lost its end
  return {sqlite_->path(), sqlite_->file().size(), "xxh3:" + to_hex(*hash_)};
}

std::string_view PageSource::reader_of(std::string_view table) {
  const Table* found = schema().find_table(table);
  return found != nullptr && reason_for_sqlite(*found).empty() ? "pages" : "sqlite";
}

std::string PageSource::reason_for_sqlite(const Table& table) {
  if (reader_ == RowReader::sqlite) return "as asked";
  if (view() == nullptr) return std::get<std::string>(view_);
  if (!sqlite_->condition_of(table.name).empty()) return "only some of its rows are wanted";
  return with_connection(*sqlite_, table.name, [&](SQLite::Database& db) -> std::string {
    const TableState& state = state_of(db, table);
    return state.surprised ? "its pages are not as expected" : state.shape.unreadable;
  });
}

TableKey PageSource::key_of(const Table& table) {
  if (!reason_for_sqlite(table).empty()) return TableKey::unknown;
  return with_connection(*sqlite_, table.name, [&](SQLite::Database& db) {
    const TableShape& shape = state_of(db, table).shape;
    if (shape.has_rowid) return TableKey::rowid;
    const bool plain = std::all_of(shape.key.begin(), shape.key.end(), [](const KeyPart& part) {
      return part.collation == Collation::binary && !part.descending;
    });
    return plain ? TableKey::plain : TableKey::other;
  });
}

bool PageSource::each_leaf(const Table& table, const std::function<void(const LeafMark&)>& each) {
  return with_connection(*sqlite_, table.name, [&](SQLite::Database& db) {
    const TableState& state = state_of(db, table);
    PageFile file(db, *view());
    return lite2pg::each_leaf(file, state.shape, longest_payload(db), each) == WalkStep::end;
  });
}

bool PageSource::begin_audit(const std::vector<const Table*>& tables) {
  if (reader_ == RowReader::sqlite || view() == nullptr || !view()->utf8) return false;
  auto audit = std::make_unique<Audit>(*view());
  with_connection(*sqlite_, {}, [&](SQLite::Database& db) {
    for (const Table* table : tables) {
      const TableShape& shape = state_of(db, *table).shape;
      if (!shape.is_readable() || !sqlite_->condition_of(table->name).empty()) continue;
      audit->tables.insert(table->name);
      audit->roots.insert(shape.root);
    }
  });
  audit_ = std::move(audit);
  audit_runs_ = true;
  return true;
}

PageClaims* PageSource::claims_for(const Table& table) const {
  return audit_runs_ && is_audited(table) ? &audit_->claims : nullptr;
}

bool PageSource::is_audited(const Table& table) const {
  return audit_ != nullptr && audit_->tables.contains(table.name);
}

bool PageSource::sweep(const StopFlag& stop) {
  return with_connection(*sqlite_, {}, [&](SQLite::Database& db) {
    const auto trees = tree_roots(db);
    PageFile file(db, *view());
    PageSweep pages(file, audit_->claims, longest_payload(db), stop);
    return trees && is_last_root(*trees) && sweep(pages, *trees);
  });
}

bool PageSource::is_last_root(const std::vector<TreeRoot>& trees) const {
  std::uint32_t last = 1;
  for (const TreeRoot& tree : trees) last = std::max(last, tree.page);
  return !view()->auto_vacuum || last == view()->last_root;
}

bool PageSource::sweep(PageSweep& pages, const std::vector<TreeRoot>& trees) {
  if (!pages.rowid_table(1) || !pages.pages_of_no_tree()) return false;
  for (const TreeRoot& tree : trees) {
    const bool by_cursors = audit_->roots.contains(tree.page);
    if (by_cursors ? !pages.upper_pages(tree.page)
                   : !(tree.has_rowids ? pages.rowid_table(tree.page) : pages.index_tree(tree.page)))
      return false;
  }
  return true;
}

bool PageSource::end_audit() {
  const std::lock_guard guard(lock_);
  audit_runs_ = false;
  for (const std::string& table : audit_->tables)
    if (states_.find(table)->second.surprised) return false;
  if (!audit_->claims.complete()) return false;
  const std::lock_guard hash_guard(hash_lock_);
  hash_ = audit_->claims.hash();
  return true;
}

}  // namespace lite2pg
