// How often, and after how long, something is tried again that failed for a passing reason.
#pragma once

#include <chrono>

#include "common/parallel.h"

namespace lite2pg {

inline constexpr unsigned retry_limit = 9;  ///< With the delays below: about a minute.

/// 0.25 s before the first retry, doubled each time, at most 15 s. `attempt`: 1 for the first retry.
[[nodiscard]] std::chrono::milliseconds retry_delay(unsigned attempt) noexcept;

/// Waits; earlier back when `stop` is set. Throws Error(interrupted) on Ctrl-C.
void wait_for_retry(std::chrono::milliseconds delay, const StopFlag& stop);

}  // namespace lite2pg
