#include "import/postgres/retry.h"

#include <algorithm>
#include <thread>

#include "common/console/log.h"
#include "common/interrupt.h"

namespace lite2pg {

using std::chrono::milliseconds;

std::chrono::milliseconds retry_delay(unsigned attempt) noexcept {
  constexpr milliseconds first{250}, longest{15'000};
  return std::min(longest, first * (1 << std::min(attempt - 1, 10U)));
}

void wait_for_retry(milliseconds delay, const StopFlag& stop) {
  constexpr milliseconds slice{50};
  for (milliseconds waited{0}; waited < delay && !stop.stopped(); waited += slice) {
    throw_if_interrupted();
    std::this_thread::sleep_for(std::min(slice, delay - waited));
  }
}

void wait_or_rethrow(const TargetError& error, unsigned attempt, unsigned limit, const std::string& what,
                     const StopFlag& stop) {
  throw_if_interrupted();
  if (!error.transient() || attempt > limit || stop.stopped()) throw;
  const auto delay = retry_delay(attempt);
  log_warn("{}{}{}; trying again in {} ms ({} of {})", what, what.empty() ? "" : ": ", error.what(), delay.count(),
           attempt, limit);
  wait_for_retry(delay, stop);
}

}  // namespace lite2pg
