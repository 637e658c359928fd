#include "common/interrupt.h"

#include <unistd.h>

#include <csignal>

#include "common/error.h"

namespace lite2pg {
namespace {

// Signal handlers reach nothing but static storage.
volatile std::sig_atomic_t arrived = 0;

extern "C" void on_signal(int signal) {
  if (arrived != 0) _exit(128 + signal);
  arrived = signal;
}

void handle(int signal, void (*handler)(int)) {
  struct sigaction action = {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, nullptr);
}

}  // namespace

InterruptGuard::InterruptGuard() {
  arrived = 0;
  handle(SIGINT, on_signal);
  handle(SIGTERM, on_signal);
  // A reader that goes away (`... | head`) or a server that closes its socket is an error to report, not a death.
  handle(SIGPIPE, SIG_IGN);
}

InterruptGuard::~InterruptGuard() {
  handle(SIGINT, SIG_DFL);
  handle(SIGTERM, SIG_DFL);
  arrived = 0;
}

int interrupt_signal() noexcept { return arrived; }

void throw_if_interrupted() {
  if (arrived == SIGINT) throw Error(ExitCode::interrupted, "interrupted");
  if (arrived == SIGTERM) throw Error(ExitCode::terminated, "terminated");
}

}  // namespace lite2pg
