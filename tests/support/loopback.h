// TCP on this machine, as the tests' proxies use it.
#pragma once

#include <netinet/in.h>

namespace lite2pg::test {

/// Throws std::system_error of errno.
[[noreturn]] void fail_socket(const char* what);
[[nodiscard]] sockaddr_in loopback(int port);
[[nodiscard]] int new_socket();
/// Small messages must not wait for others: delays are the proxy's to make.
void send_at_once(int s);
/// A connected socket. Throws std::system_error.
[[nodiscard]] int connect_to(int port);

}  // namespace lite2pg::test
