#include "export/sqlite/log_head.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <sqlite3.h>

#include <atomic>
#include <cstring>

namespace lite2pg {
namespace {

// https://sqlite.org/walformat.html section 2.1: two copies of 48 bytes, then what is known of the checkpoint.
constexpr std::size_t head_bytes = 48;
constexpr int index_region_bytes = 32768;
constexpr std::uint32_t index_version = 3007000;
using Head = std::array<unsigned char, head_bytes>;

/// Numbers stand in the machine's byte order.
std::uint32_t number_at(const unsigned char* from) {
  std::uint32_t v = 0;
  std::memcpy(&v, from, sizeof v);
  return v;
}

sqlite3_file* database_file(SQLite::Database& db) {
  sqlite3_file* file = nullptr;
  const int code = sqlite3_file_control(db.getHandle(), "main", SQLITE_FCNTL_FILE_POINTER, &file);
  return code == SQLITE_OK && file != nullptr && file->pMethods != nullptr ? file : nullptr;
}

/// The first region of the wal-index, when the connection has one.
const volatile unsigned char* index_of(SQLite::Database& db) {
  sqlite3_file* file = database_file(db);
  if (file == nullptr || file->pMethods->iVersion < 2 || file->pMethods->xShmMap == nullptr) return nullptr;
  void volatile* region = nullptr;
  const int code = file->pMethods->xShmMap(file, 0, index_region_bytes, 0, &region);
  return code == SQLITE_OK || code == SQLITE_READONLY ? static_cast<const volatile unsigned char*>(region) : nullptr;
}

/// Copies what another process may be writing.
Head copy(const volatile unsigned char* from) {
  Head to{};
  for (std::size_t i = 0; i < to.size(); ++i) to[i] = from[i];
  return to;
}

LogHead parse(const Head& head) {
  LogHead r;
  r.changes = number_at(&head[8]);
  r.frames = number_at(&head[16]);
  r.pages = number_at(&head[20]);
  r.checksum = {number_at(&head[24]), number_at(&head[28])};
  std::memcpy(r.salts.data(), &head[32], r.salts.size());
  return r;
}

}  // namespace

std::optional<LogHead> read_log_head(SQLite::Database& db) {
  // Asking a connection without a log for its index would make one beside the file.
  if (db.execAndGet("PRAGMA journal_mode").getString() != "wal") return std::nullopt;
  const auto* index = index_of(db);
  if (index == nullptr) return std::nullopt;
  const Head first = copy(index);
  std::atomic_thread_fence(std::memory_order_seq_cst);
  const Head second = copy(index + head_bytes);
  if (first != second || number_at(first.data()) != index_version || first[12] == 0) return std::nullopt;
  LogHead head = parse(first);
  std::array<unsigned char, 4> backfilled{};
  for (std::size_t i = 0; i < backfilled.size(); ++i) backfilled[i] = index[2 * head_bytes + i];
  head.backfilled = number_at(backfilled.data());
  return head;
}

std::optional<std::array<std::uint8_t, 8>> read_log_salts(SQLite::Database& db) {
  const auto* index = index_of(db);
  if (index == nullptr) return std::nullopt;
  return parse(copy(index)).salts;
}

}  // namespace lite2pg
