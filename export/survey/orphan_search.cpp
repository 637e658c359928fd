#include "export/survey/orphan_search.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include <set>

#include "common/error.h"
#include "common/text.h"
#include "export/sqlite/error.h"
#include "export/sqlite/interrupter.h"
#include "export/survey/orphan_sql.h"
#include "export/survey/orphans.h"
#include "export/survey/parent_key.h"

namespace lite2pg {
namespace {

bool has_rowid(const Table& table) { return table.kind != TableKind::without_rowid; }

/// The primary key in the result columns from `at` on.
std::string key_in(SQLite::Statement& row, int at, std::size_t columns) {
  std::string key;
  for (std::size_t i = 0; i < columns; ++i)
    append_key_text(value_in(row.getColumn(at + static_cast<int>(i))).view(), key);
  return key;
}

class OrphanSearch {
 public:
  OrphanSearch(SqliteSource& source, const StopFlag& stop, std::size_t most)
      : source_(source), connection_(source.snapshot().connect()), interrupter_(connection_.db(), stop), most_(most) {}

  OrphansByTable run(const std::vector<HeldKey>& held) {
    for (const HeldKey& h : held) {
      const ParentKey parent = find_parent_key(source_.schema(), *h.child, *h.key);
      if (parent.problem.empty() && parent.parent != nullptr) keys_.push_back({h.child, h.key, parent});
    }
    std::set<std::string> grown;
    for (const Key& key : keys_) {
      if (add_orphans(key)) grown.insert(key.child->name);
    }
    while (!grown.empty()) grown = grow(grown);
    return std::move(found_);
  }

 private:
  struct Key {
    const Table* child;
    const ForeignKey* key;
    ParentKey parent;
  };

  bool add_orphans(const Key& key) {
    const WantedRows wanted = wanted_rows(source_, *key.child, key.parent);
    return each_row(key, orphan_sql(*key.child, *key.key, key.parent, wanted), [](SQLite::Statement&) { return true; });
  }

  /// The tables that lose more rows because of those which `tables` lost.
  std::set<std::string> grow(const std::set<std::string>& tables) {
    std::set<std::string> grown;
    for (const Key& key : keys_) {
      if (!tables.contains(key.parent.parent->name)) continue;
      const Table& parent = *key.parent.parent;
      const OrphanRows& gone = found_[parent.name];
      const int at = static_cast<int>(locator_columns(*key.child));
      const auto is_gone = [&](SQLite::Statement& row) {
        if (has_rowid(parent)) return gone.has(row.getColumn(at).getInt64());
        return gone.has(key_in(row, at, locator_columns(parent)));
      };
      if (each_row(key, referring_sql(*key.child, *key.key, key.parent), is_gone)) grown.insert(key.child->name);
    }
    return grown;
  }

  /// Adds the rows that `sql` gives and that `goes` says; whether any of them is new.
  template <typename Goes>
  bool each_row(const Key& key, const std::string& sql, const Goes& goes) {
    const Table& child = *key.child;
    if (locator_columns(child) == 0) throw unnamed(child);
    bool any = false;
    try {
      SQLite::Statement query(connection_.db(), sql);
      while (query.executeStep()) {
        if (goes(query)) any = add(child, *key.key, query) || any;
      }
    } catch (const SQLite::Exception& e) {
      throw_sqlite_error(source_.path(), child.name, e);
    }
    return any;
  }

  bool add(const Table& child, const ForeignKey& key, SQLite::Statement& row) {
    OrphanRows& rows = found_[child.name];
    const bool is_new = has_rowid(child) ? rows.add(row.getColumn(0).getInt64(), key)
                                         : rows.add(key_in(row, 0, locator_columns(child)), key);
    if (is_new && ++count_ > most_) throw too_many();
    return is_new;
  }

  [[nodiscard]] static Error unnamed(const Table& table) {
    return {ExitCode::refused, "rows of table '" + table.name + "' cannot be named: its columns hide the rowid",
            "--orphans=not-valid keeps such rows and makes their foreign keys NOT VALID"};
  }
  [[nodiscard]] Error too_many() const {
    std::string tables;
    for (const auto& [table, rows] : found_)
      tables += (tables.empty() ? "" : ", ") + table + " " + with_thousands(rows.size());
    return {
        ExitCode::refused, "more than " + with_thousands(most_) + " rows would be set aside (" + tables + ")",
        "--orphans=not-valid keeps such rows and makes their foreign keys NOT VALID; a mapping file can skip a key"};
  }

  SqliteSource& source_;
  SnapshotConnection connection_;
  Interrupter interrupter_;
  std::size_t most_, count_ = 0;
  std::vector<Key> keys_;
  OrphansByTable found_;
};

}  // namespace

OrphansByTable find_orphan_rows(SqliteSource& source, const std::vector<HeldKey>& keys, const StopFlag& stop,
                                std::size_t most) {
  return OrphanSearch(source, stop, most).run(keys);
}

}  // namespace lite2pg
