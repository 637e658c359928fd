#include "tests/fuzz/changed_database.h"

#include <SQLiteCpp/Database.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <utility>

#include "common/error.h"
#include "export/pages/source.h"
#include "export/rows/integrity.h"
#include "mapping/value/digest.h"

namespace lite2pg::test {
namespace {

constexpr std::array layouts = {
    "PRAGMA page_size = 512;",
    "PRAGMA page_size = 512; PRAGMA auto_vacuum = 1;",
    "PRAGMA page_size = 1024;",
    "PRAGMA page_size = 512; PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;",
    "PRAGMA page_size = 512; PRAGMA auto_vacuum = 2;",
};

constexpr std::array contents = {
    // Long values: chains of overflow pages below leaves, interior pages and indexes; free pages; late columns.
    "CREATE TABLE t(id INTEGER PRIMARY KEY, a, b REAL, c TEXT NOT NULL);"
    "CREATE TABLE w(k, l TEXT COLLATE NOCASE, v, PRIMARY KEY(l, k)) WITHOUT ROWID; CREATE INDEX i ON t(a);"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 90) INSERT INTO t "
    "SELECT i * 5, zeroblob(i * 13 % 900), i, 'text ' || i FROM n;"
    "INSERT INTO w SELECT id, c || substr('x', 1, id % 2), a FROM t; DELETE FROM t WHERE id % 7 = 0;"
    "ALTER TABLE t ADD COLUMN d DEFAULT 4.5; INSERT INTO t SELECT id + 1, a, b, c, 9 FROM t WHERE id % 11 = 0",
    // Short values: deep trees, pages with free blocks and fragments, cells out of order.
    "CREATE TABLE t(id INTEGER PRIMARY KEY, a INT, b TEXT); CREATE INDEX i ON t(b, a);"
    "CREATE TABLE w(k INTEGER PRIMARY KEY, v) WITHOUT ROWID; CREATE TABLE e(x);"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 700) INSERT INTO t "
    "SELECT i * 37 % 701, i, substr('a text of some length', 1, i * 7 % 21) FROM n;"
    "INSERT INTO w SELECT id, a FROM t; DELETE FROM t WHERE id % 3 = 0; UPDATE t SET b = b || b WHERE id % 5 = 1;"
    "UPDATE t SET b = '' WHERE id % 17 = 4; DELETE FROM w WHERE k % 4 = 1",
    // Tables that no cursor reads, or that SQLite reads.
    "CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, a NOT NULL, b AS (a || 'x'), c TEXT AS (a) STORED);"
    "CREATE TABLE s(a INTEGER, b TEXT UNIQUE, c REAL, PRIMARY KEY(a, b)) STRICT; CREATE INDEX p ON t(a) WHERE a > 4;"
    "CREATE VIEW v AS SELECT a FROM t; CREATE TRIGGER g AFTER DELETE ON t BEGIN DELETE FROM s WHERE a = old.id; END;"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120) INSERT INTO t(a) SELECT i FROM n;"
    "INSERT INTO s SELECT id, 'b' || id, a FROM t; CREATE TABLE gone(x); INSERT INTO gone SELECT zeroblob(3000);"
    "DROP TABLE gone; DELETE FROM t WHERE id % 9 = 2; ANALYZE",
};

std::string bytes_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void put_file(const std::string& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

void change(std::string& file, const std::uint8_t* how) {
  const std::size_t at = (std::size_t{how[2]} / 8 * 65536 + how[0] * 256U + how[1]) % file.size();
  const std::size_t page = at / 512 * 512;
  const auto value = static_cast<char>(how[3]);
  switch (how[2] % 8) {
    case 0: file[at] = value; break;
    case 1: file[at] = static_cast<char>(file[at] ^ (1 << how[3] % 8)); break;
    case 2: file[at] = static_cast<char>(file[at] + value); break;
    case 3:  // one page over another
      file.replace(page, 512, file.substr(how[3] * 512U % file.size() / 512 * 512, 512));
      break;
    case 4:
      for (std::size_t i = at; i < file.size() && i < at + how[3]; ++i) file[i] = '\0';
      break;
    case 5:  // a little more or less in a page's head or its first pointers
      file[page + at % 28] = static_cast<char>(file[page + at % 28] + how[3] % 17 - 8);
      break;
    case 6:  // two bytes change places
      std::swap(file[at], file[page + how[3] * 2U]);
      break;
    default:  // the head of a page, where most is decided
      file[page + how[3] % 16] = value;
  }
}

struct Outcome {
  bool whole = false;
  Hash128 sum;
  std::uint64_t rows = 0;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

Outcome read(Reader& reader, const Table& table, const std::vector<Slice>& slices) {
  Outcome outcome;
  RowHasher hasher(0, {});
  try {
    for (const Slice& slice : slices) {
      const auto cursor = reader.scan(table, slice);
      for (Row row; cursor->next(row); ++outcome.rows) outcome.sum += hasher.hash(row).row;
    }
    outcome.whole = true;
  } catch (const Error&) {
  }
  return outcome;
}

bool sqlite_says_damaged(SqliteSource& source) {
  for (const Finding& f : find_damage(source, StopFlag()))
    if (f.damage) return true;
  return false;
}

std::string compare_table(PageSource& source, const Table& table, bool in_slices) {
  const auto slices = in_slices ? source.split(table, 3) : std::vector<Slice>(1);
  const Outcome by_pages = read(*source.reader(), table, slices);
  const Outcome by_sqlite = read(*source.sqlite().reader(), table, {Slice()});
  if (by_pages == by_sqlite || !by_sqlite.whole || sqlite_says_damaged(source.sqlite())) return "";
  return table.name + (by_pages.whole ? " differs" : " is refused");
}

}  // namespace

ChangedDatabases::ChangedDatabases(std::string folder) : folder_(std::move(folder)) {
  for (const char* content : contents)
    for (const char* layout : layouts) sound_.push_back(make(std::string(layout) + content));
}

ChangedDatabases::Files ChangedDatabases::make(const std::string& sql) const {
  const std::string path = folder_ + "/sound.db";
  Files files;
  {
    SQLite::Database db(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    db.exec("PRAGMA synchronous = OFF;" + sql);
    files.database = bytes_of_file(path);
    if (std::filesystem::exists(path + "-wal")) files.log = bytes_of_file(path + "-wal");
  }
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path + end);
  return files;
}

std::string ChangedDatabases::complaint(std::span<const std::uint8_t> input) {
  if (input.empty()) return "";
  Files files = sound_[input[0] % sound_.size()];
  for (std::size_t i = 1; i + 4 <= input.size(); i += 4) {
    const bool in_log = !files.log.empty() && input[i + 2] % 2 == 1;
    change(in_log ? files.log : files.database, input.data() + i);
  }
  const std::string path = folder_ + "/changed.db";
  put_file(path, files.database);
  if (!files.log.empty()) put_file(path + "-wal", files.log);
  std::string found;
  try {
    found = compare(input[0] / sound_.size() % 2 == 1);
  } catch (const Error&) {  // What damage must become; anything else is a find.
  }
  for (const char* end : {"-wal", "-shm"}) std::filesystem::remove(path + end);
  return found;
}

std::string ChangedDatabases::compare(bool in_slices) {
  PageSource source(std::make_unique<SqliteSource>(folder_ + "/changed.db", 2));
  std::vector<const Table*> tables;
  for (const Table& t : source.schema().tables)
    if (t.holds_rows()) tables.push_back(&t);
  const bool swept = source.begin_audit(tables) && source.sweep(StopFlag());
  for (const Table* table : tables)
    if (const auto found = compare_table(source, *table, in_slices); !found.empty()) return found;
  if (!swept || !source.end_audit()) return "";
  ++called_sound_;
  return sqlite_says_damaged(source.sqlite()) ? "damage is not seen" : "";
}

}  // namespace lite2pg::test
