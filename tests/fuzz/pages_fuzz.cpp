// Fuzzes the reader of pages with files that SQLite wrote and the fuzzer changed: whatever is read to its end by pages
// is what SQLite reads, or SQLite says that the file is damaged.
//
// An input is a layout (one byte) and changes of four bytes: where (two), what kind, which value.
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "common/error.h"
#include "export/pages/source.h"
#include "export/sqlite/integrity.h"
#include "mapping/value/digest.h"

namespace {

using namespace lite2pg;

constexpr std::array layouts = {
    "PRAGMA page_size = 512;",
    "PRAGMA page_size = 512; PRAGMA auto_vacuum = 1;",
    "PRAGMA page_size = 1024;",
    "PRAGMA page_size = 512; PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;",
};

constexpr const char* content =
    "CREATE TABLE t(id INTEGER PRIMARY KEY, a, b REAL, c TEXT NOT NULL);"
    "CREATE TABLE w(k, l TEXT COLLATE NOCASE, v, PRIMARY KEY(l, k)) WITHOUT ROWID; CREATE INDEX i ON t(a);"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 90) INSERT INTO t "
    "SELECT i * 5, zeroblob(i * 13 % 900), i, 'text ' || i FROM n;"
    "INSERT INTO w SELECT id, c || substr('x', 1, id % 2), a FROM t; DELETE FROM t WHERE id % 7 = 0;"
    "ALTER TABLE t ADD COLUMN d DEFAULT 4.5; INSERT INTO t SELECT id + 1, a, b, c, 9 FROM t WHERE id % 11 = 0";

struct Files {
  std::string database, log;
};

std::string read_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

const std::string& folder() {
  static const std::string path = [] {
    std::string name = (std::filesystem::temp_directory_path() / "lite2pg-fuzz-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) std::abort();
    return name;
  }();
  return path;
}

Files make(const char* layout) {
  const std::string path = folder() + "/make.db";
  SQLite::Database db(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  db.exec(layout);
  db.exec(content);
  Files files{read_bytes(path), {}};
  if (std::filesystem::exists(path + "-wal")) files.log = read_bytes(path + "-wal");
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path + end);
  return files;
}

void change(std::string& file, const std::uint8_t* how) {
  const std::size_t at = (std::size_t{how[2]} / 8 * 65536 + how[0] * 256U + how[1]) % file.size();
  const auto value = static_cast<char>(how[3]);
  switch (how[2] % 8) {
    case 0:
      file[at] = value;
      break;
    case 1:
      file[at] = static_cast<char>(file[at] ^ (1 << how[3] % 8));
      break;
    case 2:
      file[at] = static_cast<char>(file[at] + value);
      break;
    case 3:  // one page over another
      file.replace(at / 512 * 512, 512, file.substr(how[3] * 512U % file.size() / 512 * 512, 512));
      break;
    case 4:
      for (std::size_t i = at; i < file.size() && i < at + how[3]; ++i) file[i] = '\0';
      break;
    default:  // the head of a page, where most is decided
      file[at / 512 * 512 + how[3] % 16] = value;
  }
}

void write(const std::string& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

struct Outcome {
  bool whole = false;
  Hash128 sum;
  std::uint64_t rows = 0;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

Outcome read(Reader& reader, const Table& table) {
  Outcome outcome;
  RowHasher hasher(0, {});
  try {
    const auto cursor = reader.scan(table, {});
    for (Row row; cursor->next(row); ++outcome.rows) outcome.sum += hasher.hash(row).row;
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

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "pages_fuzz: %s\n", what.c_str());
  std::abort();
}

void compare(const std::string& path) {
  PageSource pages(std::make_unique<SqliteSource>(path, 2));
  std::vector<const Table*> tables;
  for (const Table& t : pages.schema().tables)
    if (t.kind == TableKind::rowid || t.kind == TableKind::without_rowid) tables.push_back(&t);
  const bool audits = pages.begin_audit(tables) && pages.sweep(StopFlag());
  const auto by_pages = pages.reader(), by_sqlite = pages.sqlite().reader();
  for (const Table* table : tables) {
    const Outcome a = read(*by_pages, *table), b = read(*by_sqlite, *table);
    if (!a.whole || !b.whole || a == b || sqlite_says_damaged(pages.sqlite())) continue;
    fail(table->name + " differs");
  }
  if (audits) (void)pages.end_audit();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<Files> sound = [] {
    std::vector<Files> made;
    for (const char* layout : layouts) made.push_back(make(layout));
    return made;
  }();
  if (size == 0) return 0;
  Files files = sound[data[0] % sound.size()];
  for (std::size_t i = 1; i + 4 <= size; i += 4) {
    const bool in_log = !files.log.empty() && data[i + 2] % 2 == 1;
    change(in_log ? files.log : files.database, data + i);
  }
  const std::string path = folder() + "/fuzz.db";
  write(path, files.database);
  if (!files.log.empty()) write(path + "-wal", files.log);
  try {
    compare(path);
  } catch (const Error&) {  // What damage must become; anything else is a find.
  }
  std::filesystem::remove(path + "-wal");
  return 0;
}
