// How often, and after how long, something is tried again that failed for a passing reason.
#pragma once

#include <chrono>
#include <string>

#include "common/parallel.h"
#include "import/postgres/session.h"

namespace lite2pg {

inline constexpr unsigned retry_limit = 9;  ///< With the delays below: about a minute.

/// 0.25 s before the first retry, doubled each time, at most 15 s. `attempt`: 1 for the first retry.
[[nodiscard]] std::chrono::milliseconds retry_delay(unsigned attempt) noexcept;

/// Waits; earlier back when `stop` is set. Throws Error(interrupted) on Ctrl-C.
void wait_for_retry(std::chrono::milliseconds delay, const StopFlag& stop);

/// Within a catch block: tells of the error and waits when it passes and `attempt` (from 1) was not the last that
/// `limit` allows; else throws it again. Throws Error(interrupted). `what` begins the log line; may be empty.
void wait_or_rethrow(const TargetError& error, unsigned attempt, unsigned limit, const std::string& what,
                     const StopFlag& stop);

/// `action(attempt)`, from attempt 1, until no passing error of the server stops it.
template <typename Action>
decltype(auto) with_retries(unsigned limit, const std::string& what, const StopFlag& stop, Action&& action) {
  for (unsigned attempt = 1;; ++attempt) {
    try {
      return action(attempt);
    } catch (const TargetError& e) {
      wait_or_rethrow(e, attempt, limit, what, stop);
    }
  }
}

}  // namespace lite2pg
