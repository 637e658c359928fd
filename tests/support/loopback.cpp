#include "tests/support/loopback.h"

#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <system_error>

namespace lite2pg::test {

void fail_socket(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int new_socket() {
  const int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (s < 0) fail_socket("socket");
  return s;
}

void send_at_once(int s) {
  const int on = 1;
  setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

int connect_to(int port) {
  const int s = new_socket();
  const sockaddr_in address = loopback(port);
  if (connect(s, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    close(s);
    fail_socket("connect");
  }
  send_at_once(s);
  return s;
}

bool send_all(int s, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = send(s, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

Listener::Listener(std::function<void(int client)> take) : take_(std::move(take)), listener_(new_socket()) {
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  if (bind(listener_, reinterpret_cast<const sockaddr*>(&address), size) != 0 || listen(listener_, 64) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    close(listener_);
    fail_socket("listen");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::jthread([this](const std::stop_token& stop) { accept_all(stop); });
}

void Listener::stop() {
  if (listener_ < 0) return;
  acceptor_.request_stop();
  acceptor_.join();
  close(listener_);
  listener_ = -1;
}

void Listener::accept_all(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    pollfd p{.fd = listener_, .events = POLLIN, .revents = 0};
    if (poll(&p, 1, 50) <= 0) continue;
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    send_at_once(client);
    try {
      take_(client);
    } catch (const std::system_error&) {
      close(client);
    }
  }
}

}  // namespace lite2pg::test
