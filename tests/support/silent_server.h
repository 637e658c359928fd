// A server that takes connections and does not answer, or not for long: what a full pool, a paused or a hung server
// look like. Speaks as much of PostgreSQL's protocol (https://www.postgresql.org/docs/15/protocol-message-formats.html)
// as a login needs.
#pragma once

#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace lite2pg::test {

/// Where the silence begins.
enum class Silence { from_the_start, after_login };

class SilentServer {
 public:
  /// Listens on a free port of 127.0.0.1. `version` is the server's, as it tells it at the login.
  explicit SilentServer(Silence silence, std::string version = "15.8");
  ~SilentServer();
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;

  [[nodiscard]] std::string uri() const {
    return "postgresql://ada@127.0.0.1:" + std::to_string(port_) + "/app?sslmode=disable";
  }

 private:
  void accept_all(const std::stop_token& stop);
  void greet(int socket) const;

  Silence silence_;
  std::string version_;
  int listener_ = -1;
  int port_ = 0;
  std::vector<int> sockets_;
  std::jthread acceptor_;
};

}  // namespace lite2pg::test
