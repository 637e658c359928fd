// TCP on this machine, as the tests' proxies use it.
#pragma once

#include <netinet/in.h>

#include <functional>
#include <string_view>
#include <thread>

namespace lite2pg::test {

/// Throws std::system_error of errno.
[[noreturn]] void fail_socket(const char* what);
[[nodiscard]] sockaddr_in loopback(int port);
[[nodiscard]] int new_socket();
/// Small messages must not wait for others: delays are the proxy's to make.
void send_at_once(int s);
/// A connected socket. Throws std::system_error.
[[nodiscard]] int connect_to(int port);
/// False when the receiver is gone.
bool send_all(int s, std::string_view bytes);

/// Takes connections on a free port of 127.0.0.1, on a thread of its own, until it ends.
class Listener {
 public:
  /// `take` gets each client's socket, which is its to close. What it throws of std::system_error closes it.
  explicit Listener(std::function<void(int client)> take);
  ~Listener() { stop(); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  [[nodiscard]] int port() const noexcept { return port_; }
  /// When it returns, `take` is not called any more.
  void stop();

 private:
  void accept_all(const std::stop_token& stop);

  std::function<void(int)> take_;
  int listener_ = -1;
  int port_ = 0;
  std::jthread acceptor_;
};

}  // namespace lite2pg::test
