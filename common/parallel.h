// Threads that work together on one job and fail together.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>

namespace lite2pg {

/// Shared by the workers of one `run_workers` call: set when one of them failed, so that the others stop early.
class StopFlag {
 public:
  [[nodiscard]] bool stopped() const noexcept { return stop_.load(std::memory_order_relaxed); }
  void stop() noexcept { stop_.store(true, std::memory_order_relaxed); }

 private:
  std::atomic<bool> stop_ = false;
};

/// Runs `work(index, stop)` on `workers` threads (index 0 to workers-1; one worker: on the caller's thread) and waits
/// for all. When some throw, the others see `stop.stopped()`, and the exception that was thrown first is rethrown.
void run_workers(std::size_t workers, const std::function<void(std::size_t, StopFlag&)>& work);

/// Hands out the numbers 0 to count-1, each once, to any thread.
class Ticket {
 public:
  explicit Ticket(std::size_t count) : count_(count) {}
  /// False when all are given out.
  [[nodiscard]] bool take(std::size_t& number) noexcept {
    number = next_.fetch_add(1, std::memory_order_relaxed);
    return number < count_;
  }

 private:
  std::atomic<std::size_t> next_ = 0;
  std::size_t count_;
};

/// Threads that suit this machine: the number of cores, at least 1.
[[nodiscard]] unsigned default_jobs() noexcept;

}  // namespace lite2pg
