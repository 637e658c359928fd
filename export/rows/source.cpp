#include "export/rows/source.h"

#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include <utility>

#include "common/error.h"
#include "export/rows/row_cursor.h"
#include "export/rows/table_split.h"
#include "export/sqlite/catalog.h"
#include "export/sqlite/error.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

class SqliteReader final : public Reader {
 public:
  SqliteReader(SnapshotConnection connection, const SqliteSource& source)
      : connection_(std::move(connection)), source_(source) {}

  std::unique_ptr<RowCursor> scan(const Table& table, const Slice& slice) override {
    const bool utf16 = source_.schema().encoding != "UTF-8";
    return std::make_unique<SqliteCursor>(connection_.db(), source_.path(), table, slice, utf16,
                                          source_.condition_of(table.name));
  }

 private:
  SnapshotConnection connection_;
  const SqliteSource& source_;
};

/// Calls `work` with a connection of the snapshot; what SQLite reports becomes our error.
template <typename Work>
auto with_connection(Snapshot& snapshot, const std::string& path, std::string_view table, const Work& work) {
  const SnapshotConnection connection = snapshot.connect();
  try {
    return work(connection.db());
  } catch (const SQLite::Exception& e) {
    throw_sqlite_error(path, table, e);
  }
}

}  // namespace

SqliteSource::SqliteSource(const std::string& path, unsigned readers, const std::string& shown)
    : file_(path, shown),
      snapshot_(file_, readers),
      schema_(with_connection(snapshot_, file_.shown(), {}, read_catalog)) {
  schema_.sqlite_version = file_.sqlite_version();
  // A file that nobody has open is read as immutable, and SQLite then knows of no log.
  if (file_.has_log()) schema_.file.journal_mode = "wal";
}

SqliteSource::~SqliteSource() = default;

std::unique_ptr<Reader> SqliteSource::reader() { return std::make_unique<SqliteReader>(snapshot_.connect(), *this); }

void SqliteSource::keep_only(RowConditions conditions) {
  const SnapshotConnection connection = snapshot_.connect();
  for (const auto& [table, condition] : conditions) {
    try {
      const SQLite::Statement query(connection.db(),
                                    "SELECT 1 FROM " + quote_identifier(table) + " WHERE " + condition);
    } catch (const SQLite::Exception& e) {
      if (is_damage(e)) throw_sqlite_error(path(), table, e);
      throw Error(ExitCode::usage, "--where for table '" + table + "': " + e.what(), "SQLite does not take it");
    }
  }
  conditions_ = std::move(conditions);
}

std::string_view SqliteSource::condition_of(std::string_view table) const {
  const auto found = conditions_.find(table);
  return found == conditions_.end() ? std::string_view() : found->second;
}

std::vector<Slice> SqliteSource::split(const Table& table, std::size_t parts) {
  return with_connection(snapshot_, path(), table.name,
                         [&](SQLite::Database& db) { return split_table(db, file_, table, parts); });
}

std::uint64_t SqliteSource::estimated_rows(const Table& table) {
  return with_connection(snapshot_, path(), table.name,
                         [&](SQLite::Database& db) { return estimate_size(db, file_, table).rows; });
}

std::uint64_t SqliteSource::estimated_bytes(const Table& table) {
  return with_connection(snapshot_, path(), table.name,
                         [&](SQLite::Database& db) { return estimate_size(db, file_, table).bytes; });
}

Fingerprint SqliteSource::fingerprint() {
  const std::lock_guard guard(fingerprint_lock_);
  if (!fingerprint_) {
    const FileState before = file_.state();
    Fingerprint f{path(), file_.size(), file_.content_hash()};
    if (file_.state() != before) check_unchanged();
    fingerprint_ = std::move(f);
  }
  return *fingerprint_;
}

}  // namespace lite2pg
