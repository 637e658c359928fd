// Stops what the server does for us when a person presses Ctrl-C or another thread gave up.
#pragma once

#include <functional>
#include <thread>

#include "common/parallel.h"
#include "import/postgres/session.h"

namespace lite2pg {

/// While it lives, a thread looks for a signal and at `stop`, and from then on calls `act` with 0, 1, 2, ... every 20
/// ms. Whatever `act` uses must outlive it.
class InterruptWatch {
 public:
  InterruptWatch(const StopFlag& stop, std::function<void(int round)> act);

 private:
  std::jthread watcher_;
};

/// Cancels the session's statement on Ctrl-C.
class CancelOnInterrupt {
 public:
  explicit CancelOnInterrupt(Session& session);

 private:
  StopFlag never_;
  InterruptWatch watch_;
};

}  // namespace lite2pg
