#include "import/postgres/interrupt_watch.h"

#include <chrono>

#include "common/interrupt.h"

namespace lite2pg {

InterruptWatch::InterruptWatch(const StopFlag& stop, std::function<void(int round)> act)
    : watcher_([&stop, act = std::move(act)](const std::stop_token& ended) {
        for (int round = 0; !ended.stop_requested();) {
          std::this_thread::sleep_for(std::chrono::milliseconds(20));
          if (interrupt_signal() != 0 || stop.stopped()) act(round++);
        }
      }) {}

CancelOnInterrupt::CancelOnInterrupt(Session& session)
    : watch_(never_, [&session](int round) {
        // Again and again: a request that arrives between two statements is lost.
        if (round % 10 == 0) session.cancel();
      }) {}

}  // namespace lite2pg
