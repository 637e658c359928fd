// The hot loop over a SQLite table: the one place that steps statements through SQLite's C interface.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "export/rows/row_source.h"

struct sqlite3_stmt;
struct sqlite3_value;
namespace SQLite {
class Database;
}

namespace lite2pg {

/// A row for people: "rowid 42", "key (1, 'x')", "row 7". `number`: its rowid, when the table has one that can be
/// named; else `nth`, its place in what was read, tells.
[[nodiscard]] std::string place_of_row(const Table& table, Row row, std::int64_t number, std::int64_t nth);

/// Text is handed out as it stands in the file. In a UTF-16 database it is turned into UTF-8 here and not by SQLite,
/// which would merge an unpaired surrogate with the unit after it: an unpaired one becomes the three bytes that UTF-8
/// would have for it, which are no valid UTF-8, so that the survey names the value instead of changing it.
class SqliteCursor final : public RowCursor {
 public:
  /// `db` is used until the cursor dies. `path` is for messages. `condition`: which rows; empty: all. Throws
  /// Error(source).
  SqliteCursor(SQLite::Database& db, std::string path, const Table& table, const Slice& slice, bool utf16,
               std::string_view condition = {});
  ~SqliteCursor() override;

  bool next(Row& row) override;
  [[nodiscard]] std::string locate() const override;
  [[nodiscard]] std::int64_t row_number() const override;
  [[nodiscard]] bool counts_from_slice() const override { return !has_rowid_ && table_.rowid_alias < 0; }

 private:
  struct Finalizer {
    void operator()(sqlite3_stmt* statement) const noexcept;
  };

  void bind(const Slice& slice);
  void fill();
  void fill_from_utf16();
  [[nodiscard]] Value utf8_text(sqlite3_value* v, std::string& scratch) const;
  void check(int code) const;
  [[noreturn]] void fail() const;

  SQLite::Database& db_;
  std::string path_;
  const Table& table_;
  std::unique_ptr<sqlite3_stmt, Finalizer> statement_;
  std::vector<Value> values_;
  std::vector<std::string> converted_;  ///< UTF-16 databases: the texts of the row in UTF-8, a column each.
  std::int64_t rows_ = 0;
  bool has_rowid_ = false;  ///< The rowid is the result column after the table's columns.
};

}  // namespace lite2pg
