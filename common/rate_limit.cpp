#include "common/rate_limit.h"

#include <algorithm>
#include <thread>

#include "common/interrupt.h"

namespace lite2pg {

void RateLimit::spend(std::uint64_t bytes) {
  const auto cost = std::chrono::duration_cast<Clock::duration>(
      std::chrono::duration<double>(static_cast<double>(bytes) / bytes_a_second_));
  const auto now = Clock::now();
  Clock::time_point wake;
  {
    const std::scoped_lock lock(lock_);
    free_at_ = std::max(free_at_, now) + cost;
    wake = free_at_;
  }
  while (Clock::now() < wake) {
    throw_if_interrupted();
    std::this_thread::sleep_until(std::min(wake, Clock::now() + std::chrono::milliseconds(200)));
  }
}

}  // namespace lite2pg
