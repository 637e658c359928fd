// Preloaded into the servers of tests: their processes end without the libraries' clean-up. A process of the server is
// a fork of the first one, and what OpenSSL frees at its end is copied before it is freed: half of what a login costs.
#include <unistd.h>

#include <cstdio>

/// PostgreSQL's own clean-up is done when it calls this (src/backend/storage/ipc/ipc.c, proc_exit).
extern "C" [[noreturn]] void exit(int status) noexcept {
  (void)std::fflush(nullptr);
  _exit(status);
}
