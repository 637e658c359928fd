#include "tests/support/slow_name.h"

#include <dlfcn.h>
#include <netdb.h>

#include <chrono>
#include <thread>

namespace lite2pg::test {

std::string slow_name() { return "slow.invalid"; }

}  // namespace lite2pg::test

/// In front of the C library's, for libpq too.
extern "C" int getaddrinfo(const char* host, const char* service, const addrinfo* hints, addrinfo** found) {
  if (host != nullptr && lite2pg::test::slow_name() == host) {
    std::this_thread::sleep_for(std::chrono::seconds(30));
    return EAI_AGAIN;
  }
  static const auto real = reinterpret_cast<decltype(&getaddrinfo)>(dlsym(RTLD_NEXT, "getaddrinfo"));
  return real(host, service, hints, found);
}
