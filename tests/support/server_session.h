// SQL of tests: on a connection of its own, or on one of a few that are kept, since a start of a server process takes
// longer than most of what a test asks.
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace lite2pg::test {

/// Rows of a result as text, in the order of the columns; NULL is nullopt.
using Rows = std::vector<std::vector<std::optional<std::string>>>;

/// Runs SQL (one or more statements, one implicit transaction) on a new connection; the rows of the last statement.
/// Throws std::runtime_error with the server's message.
Rows psql(const std::string& uri, const std::string& sql);

/// One connection; one thread.
class ServerSession {
 public:
  /// Throws std::runtime_error.
  explicit ServerSession(const std::string& uri);
  /// As psql().
  Rows run(const std::string& sql);
  /// As it was when it was new. False when it is of no more use.
  bool refresh() noexcept;
  [[nodiscard]] int version() const { return PQserverVersion(connection_.get()); }

 private:
  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

/// Connections to one database that nothing can be told from new ones: what makes or asks for the state of a session
/// gets a new one. Any thread.
class SpareSessions {
 public:
  explicit SpareSessions(std::string uri) : uri_(std::move(uri)) {}
  /// As psql().
  Rows run(const std::string& sql);

 private:
  std::unique_ptr<ServerSession> take();
  void give_back(std::unique_ptr<ServerSession> session);

  std::string uri_;
  std::mutex lock_;
  std::vector<std::unique_ptr<ServerSession>> idle_;
};

}  // namespace lite2pg::test
