// A throw-away PostgreSQL for tests, and databases on it that drop themselves.
//
// Under CTest all tests labelled pg share one server: a fixture starts it before the first and removes it after the
// last. A test binary run by hand starts a server of its own at first need, gone with the process. Tests that stop,
// kill or reconfigure a server make a PostgresServer of their own.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/command.h"
#include "tests/support/server_session.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::test {

/// How to reach a server that scripts/postgres started.
struct ServerPlace {
  std::string folder;  ///< Of its data and log.
  std::string socket;  ///< Folder of its Unix socket.
  std::string port;
  std::string password;
};

/// A server that this object owns. About one second to make. Stopped and removed at the latest when this process ends,
/// however it ends.
class PostgresServer {
 public:
  /// `settings` are "name=value" on top of the defaults and fsync=off.
  /// `wrapper`: the words of a command that runs the server's script, which is added to them.
  explicit PostgresServer(const std::vector<std::string>& settings = {}, std::vector<std::string> wrapper = {});
  ~PostgresServer();

  /// URI of `database` through the Unix socket, as superuser postgres, without password.
  [[nodiscard]] std::string uri(std::string_view database = "postgres") const;
  /// The same through TCP on 127.0.0.1, where a password is asked for.
  [[nodiscard]] std::string tcp_uri(std::string_view database = "postgres") const;
  /// `postgres` is the only user at first; this is its password for TCP.
  [[nodiscard]] const std::string& password() const noexcept { return place_.password; }
  [[nodiscard]] int port() const noexcept { return std::stoi(place_.port); }
  [[nodiscard]] std::string data_folder() const { return place_.folder + "/data"; }
  [[nodiscard]] const ServerPlace& place() const noexcept { return place_; }
  [[nodiscard]] std::string log_file() const { return place_.folder + "/server.log"; }

  /// The process that keeps it: in the wrapper's namespaces.
  [[nodiscard]] pid_t keeper() const noexcept { return keeper_->pid(); }

  /// Kills all its processes with SIGKILL, as a power loss would. Then `start`.
  void kill();
  /// Orderly end; `mode` is smart, fast or immediate (pg_ctl).
  void stop(const std::string& mode = "fast");
  /// Starts a stopped or killed server again: same port, same socket.
  void start();

 private:
  [[nodiscard]] std::vector<std::string> script(const std::vector<std::string>& command) const;

  TempDir dir_;
  std::vector<std::string> settings_;
  std::unique_ptr<BackgroundCommand> keeper_;
  ServerPlace place_;
};

/// Of a TCP URI on 127.0.0.1.
[[nodiscard]] int port_of(const std::string& tcp_uri);
/// The same with another port, for a proxy that reads PostgreSQL's messages.
[[nodiscard]] std::string through_port(const std::string& tcp_uri, int port);

/// URI of the server that tests share (see above), through the Unix socket as superuser.
[[nodiscard]] std::string shared_server_uri(std::string_view database = "postgres");
/// The same through TCP with a password.
[[nodiscard]] std::string shared_server_tcp_uri(std::string_view database = "postgres");

/// A name that no other test uses: for roles, which all databases of a server share.
[[nodiscard]] std::string unique_name(std::string_view prefix);

/// SQL that ends other sessions of its database of which `which` holds (a condition on pg_stat_activity) and waits
/// until they are gone. The server may be one that other tests use at the same time: no other SQL of a test looks for
/// sessions to end.
[[nodiscard]] std::string sql_to_end_sessions(std::string_view which = "true");

/// A new, empty database; dropped at the end, also when connections are still open.
class TempDatabase {
 public:
  /// On the shared server.
  TempDatabase();
  explicit TempDatabase(const PostgresServer& server);
  ~TempDatabase();
  TempDatabase(const TempDatabase&) = delete;
  TempDatabase& operator=(const TempDatabase&) = delete;

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  /// Through the Unix socket, as superuser postgres.
  [[nodiscard]] const std::string& uri() const noexcept { return uri_; }
  /// Through TCP on 127.0.0.1, with the password in it.
  [[nodiscard]] const std::string& tcp_uri() const noexcept { return tcp_uri_; }
  Rows psql(const std::string& sql) const;
  /// As sql_to_end_sessions().
  void end_sessions(std::string_view which = "true") const { psql(sql_to_end_sessions(which)); }
  /// The first field of the first row; "" when there is no row or it is NULL.
  [[nodiscard]] std::string value(const std::string& sql) const;

 private:
  explicit TempDatabase(const ServerPlace& place);

  std::string admin_uri_;
  std::string name_;
  std::string uri_;
  std::string tcp_uri_;
  // On the shared server, which no test stops.
  std::unique_ptr<ServerSession> administrator_;
  std::unique_ptr<SpareSessions> sessions_;
};

}  // namespace lite2pg::test
