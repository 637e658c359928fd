#include "tests/support/silent_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace lite2pg::test {
namespace {

std::string message(char type, const std::string& body) {
  const auto size = static_cast<std::uint32_t>(body.size() + 4);
  std::string text(1, type);
  for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>(size >> shift & 0xffU);
  return text + body;
}

std::string parameter_status(const std::string& name, const std::string& value) {
  return message('S', name + '\0' + value + '\0');
}

}  // namespace

SilentServer::SilentServer(Silence silence, std::string version) : silence_(silence), version_(std::move(version)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* any = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener_, any, size) != 0 || listen(listener_, 16) != 0 || getsockname(listener_, any, &size) != 0) {
    throw std::runtime_error("cannot listen on 127.0.0.1");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::jthread([this](const std::stop_token& stop) { accept_all(stop); });
}

SilentServer::~SilentServer() {
  acceptor_.request_stop();
  acceptor_.join();
  for (const int socket : sockets_) close(socket);
  close(listener_);
}

void SilentServer::accept_all(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    pollfd p{.fd = listener_, .events = POLLIN, .revents = 0};
    if (poll(&p, 1, 20) <= 0) continue;
    const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) continue;
    sockets_.push_back(socket);
    if (silence_ == Silence::after_login) greet(socket);
  }
}

void SilentServer::greet(int socket) const {
  std::array<char, 1024> startup{};
  (void)!read(socket, startup.data(), startup.size());
  const std::string answer = message('R', std::string(4, '\0')) + parameter_status("server_version", version_) +
                             parameter_status("client_encoding", "UTF8") +
                             parameter_status("standard_conforming_strings", "on") +
                             message('K', std::string(8, '\1')) + message('Z', "I");
  (void)!write(socket, answer.data(), answer.size());
}

}  // namespace lite2pg::test
