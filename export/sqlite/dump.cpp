#include "export/sqlite/dump.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "common/error.h"
#include "common/interrupt.h"
#include "common/text.h"
#include "export/sqlite/statements.h"

namespace lite2pg {
namespace {

/// Those that a dump needs; others (cache sizes, journal modes) are passed over.
constexpr std::array<std::string_view, 9> pragmas = {"foreign_keys", "defer_foreign_keys", "writable_schema",
                                                     "user_version", "application_id",     "encoding",
                                                     "page_size",    "auto_vacuum",        "legacy_file_format"};

int may_run(void*, int action, const char* name, const char* detail, const char*, const char*) {
  const std::string_view pragma = name == nullptr ? "" : name;
  switch (action) {
    case SQLITE_PRAGMA:
      return std::ranges::find(pragmas, ascii_lower(std::string(pragma))) == pragmas.end() ? SQLITE_IGNORE : SQLITE_OK;
    case SQLITE_FUNCTION:
      return detail != nullptr && std::string_view(detail) == "load_extension" ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_ATTACH:
    case SQLITE_DETACH:
    case SQLITE_CREATE_TEMP_INDEX:
    case SQLITE_CREATE_TEMP_TABLE:
    case SQLITE_CREATE_TEMP_TRIGGER:
    case SQLITE_CREATE_TEMP_VIEW: return SQLITE_DENY;
    default: return SQLITE_OK;
  }
}

enum class Keyword : unsigned char { other, begin, commit, rollback, pragma };

Keyword first_word(std::string_view statement) {
  const auto end = std::ranges::find_if_not(statement, [](char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; });
  const std::string word = ascii_lower(std::string(statement.begin(), end));
  if (word == "begin") return Keyword::begin;
  if (word == "commit" || word == "end") return Keyword::commit;
  if (word == "rollback") return Keyword::rollback;
  return word == "pragma" ? Keyword::pragma : Keyword::other;
}

class DumpLoader {
 public:
  DumpLoader(std::istream& text, const std::string& path, std::string shown)
      : statements_(text),
        shown_(std::move(shown)),
        db_(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX) {
    // Nobody else sees the file, and nothing of it is kept when loading fails.
    db_.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE");
    sqlite3_set_authorizer(db_.getHandle(), may_run, nullptr);
  }

  void load() {
    std::string statement;
    std::uint64_t count = 0;
    for (; statements_.next(statement); ++count) {
      if (statement.back() != ';') fail("ends in the middle of a statement", cut_hint);
      run(statement);
      throw_if_interrupted();
    }
    if (open_) fail("ends before its COMMIT", cut_hint);
    if (count == 0) throw Error(ExitCode::source, shown_ + ": holds no SQL statement", dump_hint);
    sqlite3_set_authorizer(db_.getHandle(), nullptr, nullptr);
    if (sqlite3_get_autocommit(db_.getHandle()) == 0) db_.exec("COMMIT");
  }

 private:
  static constexpr const char* dump_hint = "give what `sqlite3 FILE .dump` writes, or the database file itself";
  static constexpr const char* cut_hint = "was it written in full? make the dump again";

  [[noreturn]] void fail(const std::string& what, const char* hint) const {
    throw Error(ExitCode::source, shown_ + ": line " + std::to_string(statements_.line()) + ": " + what, hint);
  }

  /// The dump's own transaction becomes ours, or each row of a dump without one would be written by itself.
  void run(const std::string& statement) {
    const Keyword word = first_word(statement);
    if (word == Keyword::rollback) fail("is rolled back at its end, so its writer met an error", cut_hint);
    if (word == Keyword::begin || word == Keyword::commit) {
      open_ = word == Keyword::begin;
      return;
    }
    if (word == Keyword::other && sqlite3_get_autocommit(db_.getHandle()) != 0) db_.exec("BEGIN");
    try {
      SQLite::Statement prepared(db_, statement);
      while (prepared.executeStep()) {
      }
    } catch (const SQLite::Exception& e) {
      fail(e.what(), dump_hint);
    }
  }

  StatementReader statements_;
  std::string shown_;
  SQLite::Database db_;
  bool open_ = false;  ///< Between the dump's BEGIN and its COMMIT.
};

}  // namespace

bool names_dump(const std::string& source) { return source == "-" || ascii_lower(source).ends_with(".sql"); }

void load_dump(std::istream& text, const std::string& path, const std::string& shown) {
  DumpLoader(text, path, shown).load();
}

}  // namespace lite2pg
