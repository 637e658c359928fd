// Where rows come from: a SQLite file or an archive. Survey, load and verify read both through this interface.
//
// Threads: a RowSource may be shared; each thread asks it for a Reader of its own. All readers of one source see the
// same state of the data.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/source/schema.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// A part of a table: rows with `from <= key < until` in the order of the scan key (the rowid; the PRIMARY KEY of a
/// WITHOUT ROWID table; for an archive the block number). An empty vector is no bound. The slices of one split cover
/// the table without overlap.
struct Slice {
  std::vector<OwnedValue> from;
  std::vector<OwnedValue> until;
  std::uint64_t estimated_rows = 0;
};

/// Goes once through the rows of a slice. One thread.
class RowCursor {
 public:
  virtual ~RowCursor() = default;
  /// Steps to the next row; false at the end. The row and its bytes are valid until the next call.
  /// Throws Error(source) or Error(archive), naming file and table.
  virtual bool next(Row& row) = 0;
  /// The current row for people: "rowid 42", "key (1, 'x')", "row 7".
  [[nodiscard]] virtual std::string locate() const = 0;
  /// The rowid when the table has one, else the 1-based row number in the slice.
  [[nodiscard]] virtual std::int64_t row_number() const = 0;
  /// Whether row_number() counts from the start of the slice, because there is no rowid to name.
  [[nodiscard]] virtual bool counts_from_slice() const { return false; }
};

/// One thread's access to a source.
class Reader {
 public:
  virtual ~Reader() = default;
  /// Rows of `table` (all columns, in the order of Table::columns, generated ones included).
  virtual std::unique_ptr<RowCursor> scan(const Table& table, const Slice& slice) = 0;
};

/// What identifies the state of a source: a resumed run and a later verify compare it.
struct Fingerprint {
  std::string path;         ///< As given by the user.
  std::uint64_t bytes = 0;  ///< File size, with the WAL.
  std::string content;      ///< "xxh3:<32 hex>" over the file's content, or over the manifest of an archive.
};

class RowSource {
 public:
  virtual ~RowSource() = default;
  [[nodiscard]] virtual const Schema& schema() const = 0;
  [[nodiscard]] virtual std::unique_ptr<Reader> reader() = 0;
  /// Cuts a table into at most `parts` slices of like size; one slice without bounds when it is small.
  [[nodiscard]] virtual std::vector<Slice> split(const Table& table, std::size_t parts) = 0;
  /// A cheap estimate, exact when the source knows it.
  [[nodiscard]] virtual std::uint64_t estimated_rows(const Table& table) = 0;
  /// A cheap estimate of the table's size in bytes, for scheduling and progress.
  [[nodiscard]] virtual std::uint64_t estimated_bytes(const Table& table) = 0;
  [[nodiscard]] virtual Fingerprint fingerprint() = 0;
  /// Who reads the rows of a table, for reports: "pages", "sqlite" or "archive". `table`: its name in the source.
  [[nodiscard]] virtual std::string_view reader_of(std::string_view table) = 0;
  /// Throws SourceChanged (export/sqlite/error.h), of an archive Error(archive), when the data changed since the source
  /// was opened.
  virtual void check_unchanged() = 0;
};

}  // namespace lite2pg
