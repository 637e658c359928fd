// A connection to PostgreSQL's control plane (libpqxx): catalog queries, DDL, ledger. Bulk data goes through
// import/postgres/copy_stream.h. The only place that knows libpqxx's version differences.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"

namespace lite2pg {

/// Thrown for everything the server or the connection reports; `sqlstate()` is empty for a lost connection.
class TargetError : public Error {
 public:
  TargetError(const std::string& what, std::string sqlstate, std::string hint = {})
      : Error(ExitCode::target, what, std::move(hint)), sqlstate_(std::move(sqlstate)) {}
  [[nodiscard]] const std::string& sqlstate() const noexcept { return sqlstate_; }
  /// Where the server says it was: "COPY people, line 5, column age"; may be empty.
  [[nodiscard]] const std::string& context() const noexcept { return context_; }
  void set_context(std::string context) { context_ = std::move(context); }
  /// Connection loss, shutdown, deadlock, serialization failure: worth another try (SQLSTATE 08xxx, 57P0x, 40xxx).
  [[nodiscard]] bool transient() const noexcept;

 private:
  std::string sqlstate_;
  std::string context_;
};

/// The target as the user named it: a libpq connection string or URI; PG* variables, ~/.pgpass, service files apply.
/// Never printed with its password.
struct Target {
  std::string conninfo;
  [[nodiscard]] std::string display() const;  ///< Host, port, database, user; no secret.
};

/// One result row as text fields; NULL is nullopt-like: `is_null(i)`.
using Fields = std::vector<std::optional<std::string>>;

class Session {
 public:
  /// Connects; sets client_encoding UTF8, DateStyle ISO, TimeZone UTC, bytea hex, application_name
  /// "lite2pg <what>". Throws TargetError with a hint that fits (unreachable, password, database missing).
  Session(const Target& target, std::string_view what);
  ~Session();
  Session(Session&&) noexcept;
  Session& operator=(Session&&) noexcept;

  /// Runs one statement outside or inside the open transaction; parameters are bound, never pasted.
  std::vector<Fields> query(std::string_view sql, const std::vector<std::optional<std::string>>& params = {});
  void execute(std::string_view sql, const std::vector<std::optional<std::string>>& params = {});
  /// BEGIN / COMMIT / ROLLBACK by hand, so that one code path serves both libpqxx versions.
  void begin();
  void commit();
  void rollback() noexcept;

  /// Asks the server to stop the statement that runs now; safe from another thread.
  void cancel() noexcept;

  [[nodiscard]] int server_version();  ///< 150018 for 15.18

 private:
  struct Control;  ///< Holds the pqxx::connection, a class in libpqxx 7 and an alias in 6.
  std::unique_ptr<Control> control_;
};

/// BEGIN on construction, ROLLBACK on destruction unless committed.
class Transaction {
 public:
  explicit Transaction(Session& session) : session_(session) { session_.begin(); }
  ~Transaction() {
    if (!done_) session_.rollback();
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit() {
    session_.commit();
    done_ = true;
  }

 private:
  Session& session_;
  bool done_ = false;
};

}  // namespace lite2pg
