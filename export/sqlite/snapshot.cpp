#include "export/sqlite/snapshot.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>

#include <chrono>
#include <thread>

#include "common/error.h"
#include "export/sqlite/connection.h"
#include "export/sqlite/error.h"

namespace lite2pg {
namespace {

constexpr int most_tries = 200;

[[noreturn]] void fail_changed(const std::string& path) {
  throw SourceChanged(
      path + ": was changed by another program during the run",
      "stop the application that writes to it (or copy the database with `sqlite3 FILE \".backup COPY\"` and use "
      "the copy), then run again");
}

/// A live file with a log grows and shrinks at every checkpoint although no data changes: there SQLite's own version
/// number tells, and the disk only whether the file is still the same one.
bool same_file(const SqliteFile& file, const FileState& a, const FileState& b) {
  if (file.is_live_log()) return a.device == b.device && a.inode == b.inode;
  return a == b;
}

}  // namespace

SnapshotConnection::SnapshotConnection(Snapshot& snapshot, std::unique_ptr<SQLite::Database> db)
    : snapshot_(&snapshot), db_(std::move(db)) {}
SnapshotConnection::SnapshotConnection(SnapshotConnection&&) noexcept = default;
SnapshotConnection::~SnapshotConnection() {
  if (db_) snapshot_->give_back(std::move(db_));
}

Snapshot::Snapshot(const SqliteFile& file, unsigned connections) : file_(file) {
  free_.push_back(open_connection(file));
  watch_ = open_connection(file, *free_.front());
  try {
    for (int i = 0; i < most_tries; ++i) {
      if (begin_all(connections)) return;
      for (const auto& db : free_) end_reading(*db);
      std::this_thread::sleep_for(std::chrono::milliseconds(1 + i % 10));
    }
  } catch (const SQLite::Exception& e) {
    throw_sqlite_error(file_.shown(), {}, e);
  }
  fail_changed(file_.shown());
}

Snapshot::~Snapshot() = default;

/// True when nobody committed between the first and the last transaction that began here.
bool Snapshot::begin_all(unsigned connections) {
  version_ = data_version(*watch_);
  state_ = file_.state();
  // The one that knows the schema stays at the end, from which they are taken.
  while (free_.size() < connections) free_.insert(free_.begin(), open_connection(file_, *free_.back()));
  for (const auto& db : free_) begin_reading(*db);
  // Before the last look at the version: had the log moved since the transactions began, the version would have too.
  log_head_ = file_.mode() == OpenMode::live ? read_log_head(*free_.front()) : std::nullopt;
  return !has_moved();
}

bool Snapshot::has_moved() { return data_version(*watch_) != version_ || !same_file(file_, state_, file_.state()); }

SnapshotConnection Snapshot::connect() {
  const std::lock_guard guard(lock_);
  if (!free_.empty()) {
    auto db = std::move(free_.back());
    free_.pop_back();
    return {*this, std::move(db)};
  }
  try {
    auto db = open_connection(file_);
    begin_reading(*db);
    if (has_moved()) fail_changed(file_.shown());
    return {*this, std::move(db)};
  } catch (const SQLite::Exception& e) {
    throw_sqlite_error(file_.shown(), {}, e);
  }
}

void Snapshot::check_unchanged() {
  const std::lock_guard guard(lock_);
  try {
    if (has_moved()) fail_changed(file_.shown());
  } catch (const SQLite::Exception& e) {
    throw_sqlite_error(file_.shown(), {}, e);
  }
}

void Snapshot::close_idle() {
  const std::lock_guard guard(lock_);
  free_.clear();
}

void Snapshot::give_back(std::unique_ptr<SQLite::Database> db) {
  const std::lock_guard guard(lock_);
  free_.push_back(std::move(db));
}

}  // namespace lite2pg
