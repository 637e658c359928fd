// The schedule, shared by the workers of a load, and the window that it has to end in.
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "common/parallel.h"
#include "import/load/schedule.h"
#include "import/load/window.h"

namespace lite2pg {

/// Any thread.
class JobQueue {
 public:
  /// `window`: nullptr for no end. It outlives the queue.
  JobQueue(const std::vector<WorkItem>& items, const Window* window);

  /// Waits until a job can start; nullopt when all is done, `stop` is set, or the window has no room for the next one.
  std::optional<std::size_t> take(const StopFlag& stop);
  void finish(std::size_t job, bool ok);

  /// Whether jobs were left out for want of time.
  [[nodiscard]] bool out_of_time();

 private:
  using Clock = std::chrono::steady_clock;
  /// Seconds that a job will take, by its cost and by how costs and seconds compared so far.
  [[nodiscard]] double expected_seconds(std::size_t job) const;

  std::mutex lock_;
  std::condition_variable changed_;
  Schedule schedule_;
  std::vector<double> costs_;
  const Window* window_;
  bool out_of_time_ = false;
  std::map<std::size_t, Clock::time_point> started_;
  double cost_done_ = 0, seconds_done_ = 0;
};

}  // namespace lite2pg
