// What PostgreSQL, or the way to it, reports: one error type, made in one place.
#pragma once

#include <string>
#include <string_view>

#include "common/error.h"

struct pg_conn;
struct pg_result;

namespace lite2pg {

/// Thrown for everything the server or the connection reports; `sqlstate()` is empty for a lost connection.
class TargetError : public Error {
 public:
  TargetError(const std::string& what, std::string sqlstate, std::string hint = {})
      : Error(ExitCode::target, what, std::move(hint)), sqlstate_(std::move(sqlstate)) {}
  [[nodiscard]] const std::string& sqlstate() const noexcept { return sqlstate_; }
  /// Where the server says it was: "COPY people, line 5, column age", in the server's language; may be empty.
  [[nodiscard]] const std::string& context() const noexcept { return context_; }
  void set_context(std::string context) { context_ = std::move(context); }
  /// Connection loss, shutdown, deadlock, serialization failure: worth another try (SQLSTATE 08xxx, 57P0x, 40xxx, and
  /// the time-outs that end a session, 25P03 and 25P04).
  [[nodiscard]] bool transient() const noexcept;
  /// The wait was given up: the server did not answer in time, or somebody holds a lock. Never transient: what hung
  /// once would hang again.
  [[nodiscard]] bool stalled() const noexcept { return stalled_; }
  [[nodiscard]] static TargetError stall(const std::string& what);
  /// A connection pooler stands between, in a mode in which no transaction of ours may write: the same command will
  /// never do by this way.
  [[nodiscard]] bool needs_another_way() const noexcept { return needs_another_way_; }
  [[nodiscard]] static TargetError pooler(const std::string& what);

 private:
  std::string sqlstate_;
  std::string context_;
  bool stalled_ = false;
  bool needs_another_way_ = false;
};

/// The error of a result or, when there is none or it holds none, of the connection: message, detail, context, and the
/// server's hint where we have none.
[[nodiscard]] TargetError result_error(const pg_result* result, const pg_conn* connection);

/// Why connecting to `display` failed; the message is libpq's, which never holds the password. The connection's
/// verbosity must be VERBOSE: connecting gives no result object to ask for the SQLSTATE.
[[nodiscard]] TargetError connect_error(const std::string& display, const pg_conn* connection);

/// The connection got no answer while it was made.
[[nodiscard]] TargetError unanswered_error(const std::string& display, const std::string& time);

}  // namespace lite2pg
