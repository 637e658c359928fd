#include "tests/export/pages/random_database.h"

#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <sqlite3.h>

#include <array>
#include <random>
#include <vector>

namespace lite2pg::test {
namespace {

constexpr std::array made_tables = {
    "plain(id INTEGER PRIMARY KEY, a, b REAL, c TEXT)",
    "loose(a, b INTEGER, c REAL DEFAULT 7)",
    "backwards(id INTEGER PRIMARY KEY DESC, a REAL, c)",
    "keyed(k TEXT PRIMARY KEY, a, c BLOB) WITHOUT ROWID",
    "folded(a, k TEXT COLLATE NOCASE, c, b REAL, PRIMARY KEY(k, b)) WITHOUT ROWID",
    "trimmed(c, k TEXT COLLATE RTRIM, b INT, PRIMARY KEY(b, k)) WITHOUT ROWID",
    "downwards(k, b, c, PRIMARY KEY(k DESC, b)) WITHOUT ROWID",
    "strict(id INTEGER PRIMARY KEY, a ANY, b REAL, c TEXT) STRICT",
    "stored(a REAL, b REAL AS (a * 2) STORED, c)",
    "computed(a, b AS (a || 'x'), c)",
    "taken(rowid, _rowid_, oid, c)",
    "emptied(a, c)",
};

class Builder {
 public:
  Builder(const std::string& path, std::uint64_t seed) : random_(seed) {
    result_.writer = std::make_unique<SQLite::Database>(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, 10000);
    set("synchronous", "OFF");
    choose_layout();
    for (const char* table : made_tables) run(std::string("CREATE TABLE ") + table);
    run("CREATE INDEX plain_a ON plain(a)");
  }

  RandomDatabase build() {
    for (int step = 0; step < 60; ++step) act();
    run("DELETE FROM emptied");
    return std::move(result_);
  }

 private:
  std::uint64_t below(std::uint64_t n) { return random_() % n; }

  void run(const std::string& sql) { result_.writer->exec(sql); }
  /// Duplicate keys and the like are part of the game.
  void attempt(const std::string& sql) {
    if (result_.writer->tryExec(sql) != SQLITE_OK) result_.writer->tryExec("ROLLBACK");
  }
  void set(const std::string& pragma, const std::string& value) {
    SQLite::Statement statement(*result_.writer, "PRAGMA " + pragma + " = " + value);
    while (statement.executeStep()) {
    }
    if (pragma != "synchronous") result_.description += pragma + " " + value + ", ";
  }

  void choose_layout() {
    const std::array sizes = {"512", "1024", "2048", "4096", "8192", "32768", "65536"};
    if (below(3) == 0) reserve(static_cast<int>(below(33)));
    set("page_size", sizes[below(sizes.size())]);
    set("auto_vacuum", std::to_string(below(3)));
    if (below(8) == 0) set("encoding", below(2) == 0 ? "'UTF-16le'" : "'UTF-16be'");
    set("journal_mode", std::array{"delete", "wal", "persist", "truncate"}[below(4)]);
    if (below(2) == 0) set("wal_autocheckpoint", std::to_string(below(40)));
  }
  void reserve(int bytes) {
    result_.description += "reserved " + std::to_string(bytes) + ", ";
    sqlite3_file_control(result_.writer->getHandle(), "main", SQLITE_FCNTL_RESERVE_BYTES, &bytes);
  }

  std::string table() {
    const std::string definition = made_tables[below(made_tables.size())];
    return definition.substr(0, definition.find('('));
  }
  std::string number() {
    switch (below(6)) {
      case 0:
        return std::array{"-9223372036854775807 - 1",
                          "9223372036854775807",
                          "140737488355328",
                          "-32769",
                          "8388607",
                          "0",
                          "1"}[below(7)];
      case 1: return std::to_string(static_cast<std::int64_t>(random_()));
      default: return std::to_string(static_cast<std::int64_t>(below(5000)) - 500);
    }
  }
  std::string size() {
    switch (below(12)) {
      case 0: return std::to_string(below(70000));
      case 1: return std::to_string(below(3000));
      default: return std::to_string(below(40));
    }
  }
  std::string value() {
    switch (below(8)) {
      case 0: return "NULL";
      case 1: return number() + " / 8.0";
      case 2: return std::to_string(below(90)) + ".0";
      case 3: return "randomblob_of(" + size() + ")";
      case 4: return "9e999";
      case 5: return "'k" + number() + std::string(below(3), ' ') + "'";
      default: return number();
    }
  }
  /// Not SQLite's random(): the seed decides.
  std::string blob() { return "CAST(printf('%.*c', " + size() + ", 'b') || '" + number() + "' AS BLOB)"; }
  std::string any() {
    const std::string v = value();
    return v.starts_with("randomblob_of") ? blob() : v;
  }
  std::string key() { return "'" + std::string(below(2) == 0 ? "k" : "K") + std::to_string(below(2000)) + "'"; }

  void insert(const std::string& t) {
    const std::string text = "'" + std::string(below(60), 'x') + number() + "'";
    if (t == "stored" || t == "computed") {
      attempt("INSERT INTO " + t + "(a, c) VALUES (" + any() + ", " + any() + ")");
    } else if (t == "plain" || t == "backwards" || t == "strict") {
      attempt("INSERT OR REPLACE INTO " + t + "(id, a, c) VALUES (" + number() + ", " + any() + ", " + text + ")");
      attempt("UPDATE " + t + " SET b = " + number() + " WHERE id % 3 = 0");
    } else if (t == "keyed") {
      attempt("INSERT OR REPLACE INTO keyed(k, a, c) VALUES (" + key() + " || hex(zeroblob(" + size() + ")), " + any() +
              ", " + blob() + ")");
    } else if (t == "folded" || t == "trimmed" || t == "downwards") {
      attempt("INSERT OR REPLACE INTO " + t + "(k, b, c) VALUES (" + key() + ", " + number() + ", " + any() + ")");
    } else {
      attempt("INSERT INTO " + t + "(c) VALUES (" + any() + ")");
    }
  }
  void insert_many() {
    const std::string t = table();
    run("BEGIN");
    for (std::uint64_t n = below(400); n > 0; --n) {
      if (result_.writer->getHandle() != nullptr && sqlite3_get_autocommit(result_.writer->getHandle()) != 0)
        run("BEGIN");
      insert(t);
    }
    result_.writer->tryExec("COMMIT");
  }
  void act() {
    switch (below(16)) {
      case 0: return attempt("DELETE FROM " + table() + " WHERE abs(c) % 3 = 1 OR length(c) > 100");
      case 1: return attempt("DELETE FROM " + table());
      case 2: return attempt("VACUUM");
      case 3: return attempt("PRAGMA incremental_vacuum(20)");
      case 4:
        return attempt("ALTER TABLE " + table() + " ADD COLUMN x" + std::to_string(++added_) + " " +
                       std::array{"REAL DEFAULT 7", "INTEGER DEFAULT '5'", "TEXT DEFAULT 12", "DEFAULT x'00ff'", "REAL",
                                  "NUMERIC DEFAULT ' 3.0 '", "DEFAULT -9e999"}[below(7)]);
      case 5: return attempt("ALTER TABLE " + table() + " DROP COLUMN a");
      case 6: return attempt("UPDATE " + table() + " SET c = " + any() + " WHERE abs(length(c)) % 5 = 2");
      case 7:
        return attempt(std::string("PRAGMA wal_checkpoint(") + std::array{"PASSIVE", "TRUNCATE", "RESTART"}[below(3)] +
                       ")");
      default: return insert_many();
    }
  }

  std::mt19937_64 random_;
  RandomDatabase result_;
  int added_ = 0;
};

}  // namespace

RandomDatabase make_random_database(const std::string& path, std::uint64_t seed) { return Builder(path, seed).build(); }

}  // namespace lite2pg::test
