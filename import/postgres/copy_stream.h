// PostgreSQL's data plane: COPY of binary or text data in and out, within transactions of its own.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "import/postgres/bulk_connection.h"
#include "import/postgres/connection.h"
#include "import/postgres/session.h"

namespace lite2pg {

/// One connection for bulk work; one thread. Also runs plain statements, so that BEGIN, COPY, the ledger row and COMMIT
/// share one transaction.
class DataConnection final : public BulkConnection {
 public:
  /// As Connection.
  DataConnection(const Target& target, std::string_view what, const StopFlag* stop = nullptr)
      : own_(std::make_unique<Connection>(target, what, stop)), connection_(*own_) {}
  /// Works on the session's own connection, which outlives this object: COPY within the session's transaction.
  explicit DataConnection(Session& session) : connection_(session.connection()) {}

  /// How its transactions begin from now on.
  void set_rules(TransactionRules rules) { rules_ = std::move(rules); }

  void begin(const std::vector<std::string>& statements = {}) override;
  void begin_copy_in(const std::vector<std::string>& statements, const std::string& copy_sql) override;
  void run(const std::vector<std::string>& statements) override;
  void rollback() noexcept { connection_.rollback(); }

  void execute(const std::string& sql) override { (void)connection_.run(sql); }
  void execute_all(const std::vector<std::string>& statements) override;
  std::string query_value(const std::string& sql) override;
  /// The rows of one statement as text fields; NULL is nullopt.
  std::vector<std::vector<std::optional<std::string>>> query(const std::string& sql);

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

  [[nodiscard]] int server_process() const noexcept override { return connection_.server().process; }
  void sever() noexcept override { connection_.sever(); }

 private:
  void start_copy_in(const std::vector<Result>& results);

  std::unique_ptr<Connection> own_;
  Connection& connection_;
  TransactionRules rules_;
  bool header_seen_ = false;
  bool binary_in_ = true;  ///< Format of the COPY that was begun last.
};

}  // namespace lite2pg
