// A throttle shared by all workers: no more than so many bytes a second are read or sent.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>

namespace lite2pg {

class RateLimit {
 public:
  explicit RateLimit(std::uint64_t bytes_a_second)
      : bytes_a_second_(static_cast<double>(bytes_a_second)), free_at_(Clock::now()) {}

  /// Accounts for `bytes` just moved and sleeps as long as the rate demands. Throws Error(interrupted).
  void spend(std::uint64_t bytes);

 private:
  using Clock = std::chrono::steady_clock;
  double bytes_a_second_;
  std::mutex lock_;
  Clock::time_point free_at_;  ///< When what was moved so far is paid for.
};

}  // namespace lite2pg
