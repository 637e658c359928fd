// Loads one table, or a slice of one: rows from the source through the row writer into a COPY, and the ledger row that
// says so, in one transaction.
#pragma once

#include <chrono>
#include <functional>
#include <vector>

#include "common/parallel.h"
#include "import/ledger/writer.h"
#include "import/load/context.h"
#include "import/load/refused_row.h"
#include "import/load/row_writer.h"
#include "import/load/work_list.h"
#include "import/postgres/bulk_connection.h"

namespace lite2pg {

/// How the row is found that broke a COPY. Nothing is kept ready for it: rows behind a savepoint would not carry the
/// transaction by which they are known to be the import's.
struct RowSearch {
  /// Begins a transaction in which the table stands as it stood before the COPY; empty: the row is not searched for.
  std::function<void()> begin;
  /// Ends it; nothing of it stays.
  std::function<void()> end;
  std::string copy_sql = {};  ///< Without FREEZE.
};

/// One use, one thread.
class TableLoader {
 public:
  /// `buffer` is the worker's, kept from table to table.
  TableLoader(const LoadContext& context, const LoadJob& job, FieldBuffer& buffer);

  /// Loads and commits. Throws Error(refused) for a value that does not fit (unless rows are to be rejected),
  /// TargetError from the server (nothing is committed then) that names the row which it refused, Error(interrupted),
  /// and what the source throws.
  TableRecord load(BulkConnection& connection, Reader& reader, const StopFlag& stop);

  /// Loads by `copy_sql` within the caller's transaction; the ledger row is the caller's. Throws as load(); after an
  /// error of the server the transaction is good for nothing.
  TableRecord copy_within(BulkConnection& connection, Reader& reader, const StopFlag& stop, std::string copy_sql,
                          const RowSearch& search);

 private:
  [[nodiscard]] std::vector<std::string> emptying() const;
  void send(BulkConnection& connection, Reader& reader, const StopFlag& stop, const RowSearch& search);
  [[nodiscard]] std::optional<RefusedRow> find_row(const TargetError& error, BulkConnection& connection, Reader& reader,
                                                   const RowSearch& search) const;
  void time(std::chrono::steady_clock::time_point started);
  void copy_rows(BulkConnection& connection, RowCursor& cursor, const StopFlag& stop);
  bool set_aside_orphan(BulkConnection& connection, const RowCursor& cursor, Row row);
  void set_aside_misfit(BulkConnection& connection, const RowCursor& cursor, Row row, RowMisfit misfit);
  void set_aside(BulkConnection& connection, RejectedRow row);
  void flush(BulkConnection& connection);
  void flush_rejected(BulkConnection& connection);
  void check_count() const;
  void finish(BulkConnection& connection);
  [[noreturn]] void refuse(const RowCursor& cursor, Row row, RowMisfit misfit) const;

  const LoadContext& context_;
  const LoadJob& job_;
  const TablePlan& plan_;
  const Table& table_;
  const OrphanRows* orphans_ = nullptr;  ///< Of this table; nullptr: none.
  RowWriter writer_;
  FieldBuffer& buffer_;
  std::string copy_sql_;
  std::string place_;  ///< Of the table in errors of the server; empty: who calls load() names it.
  TableRecord record_;
  std::uint64_t counted_rows_ = 0;  ///< Rows that progress has been told of.
  std::uint64_t copied_rows_ = 0;   ///< As the server counted.
  std::vector<RejectedRow> rejected_;
  std::size_t rejected_bytes_ = 0;
};

}  // namespace lite2pg
