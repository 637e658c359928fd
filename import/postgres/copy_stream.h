// PostgreSQL's data plane: a libpq connection that COPYs binary data in and out. The one class that holds a PGconn
// (libpqxx has no binary COPY in any version).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "import/postgres/bulk_connection.h"
#include "import/postgres/session.h"

struct pg_cancel;
struct pg_conn;

namespace lite2pg {

/// One connection for bulk work; one thread. Also runs plain statements, so that BEGIN, COPY, the ledger row and COMMIT
/// share one transaction.
class DataConnection final : public BulkConnection {
 public:
  /// As Session: same settings, same errors. `what` names it in pg_stat_activity.
  DataConnection(const Target& target, std::string_view what);

  void execute(const std::string& sql) override;
  void execute_all(const std::vector<std::string>& statements) override;
  std::string query_value(const std::string& sql) override;

  void copy_in_begin(const std::string& copy_sql) override;
  void copy_in_send(std::string_view bytes) override;
  std::uint64_t copy_in_end() override;
  /// Ends the COPY with an error on the server's side; never throws.
  void copy_in_abort() noexcept;

  /// Runs COPY ... TO STDOUT (FORMAT binary) to its end. For every row `row` gets the tuple's bytes: int16 field count,
  /// then per field int32 length (-1 NULL) and bytes; borrowed until it returns. Returns the number of rows.
  template <typename RowFunction>
  std::uint64_t copy_out(const std::string& copy_sql, RowFunction&& row) {
    copy_out_begin(copy_sql);
    std::uint64_t rows = 0;
    for (std::string_view tuple; copy_out_next(tuple); ++rows) row(tuple);
    return rows;
  }
  void copy_out_begin(const std::string& copy_sql);
  /// The next tuple; false at the end (the command's result is then checked).
  bool copy_out_next(std::string_view& tuple);

  [[nodiscard]] int server_process() const noexcept override;
  void cancel() noexcept override;
  void sever() noexcept override;

 private:
  void send_message(std::string_view bytes);
  /// The next CopyData message; false after the last.
  bool receive(std::string_view& message);

  struct Finisher {
    void operator()(pg_conn* c) const noexcept;
  };
  struct Canceller {
    void operator()(pg_cancel* c) const noexcept;
  };
  struct Freer {
    void operator()(char* p) const noexcept;
  };
  std::unique_ptr<pg_conn, Finisher> connection_;
  std::unique_ptr<pg_cancel, Canceller> cancel_;  ///< Made when connecting: another thread may use it at any time.
  std::unique_ptr<char, Freer> received_;         ///< The CopyData message that the last tuple borrows from.
  bool header_seen_ = false;
  bool binary_in_ = true;  ///< Format of the COPY that was begun last.
};

}  // namespace lite2pg
