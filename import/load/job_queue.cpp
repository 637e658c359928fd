#include "import/load/job_queue.h"

#include "common/interrupt.h"

namespace lite2pg {

JobQueue::JobQueue(const std::vector<WorkItem>& items, const Window* window) : schedule_(items), window_(window) {
  for (const WorkItem& item : items) costs_.push_back(item.cost);
}

std::optional<std::size_t> JobQueue::take(const StopFlag& stop) {
  std::unique_lock lock(lock_);
  while (!stop.stopped() && !out_of_time_) {
    throw_if_interrupted();
    if (const auto job = schedule_.start_next()) {
      out_of_time_ = window_ != nullptr && !window_->fits(expected_seconds(*job));
      if (out_of_time_) return std::nullopt;
      started_[*job] = Clock::now();
      return job;
    }
    if (schedule_.all_done()) return std::nullopt;
    // A signal handler and a failed worker wake nobody.
    changed_.wait_for(lock, std::chrono::milliseconds(50));
  }
  return std::nullopt;
}

void JobQueue::finish(std::size_t job, bool ok) {
  {
    const std::scoped_lock lock(lock_);
    ok ? schedule_.finish(job) : schedule_.fail(job);
    cost_done_ += costs_[job];
    seconds_done_ += std::chrono::duration<double>(Clock::now() - started_[job]).count();
  }
  changed_.notify_all();
}

bool JobQueue::out_of_time() {
  const std::scoped_lock lock(lock_);
  return out_of_time_;
}

double JobQueue::expected_seconds(std::size_t job) const {
  constexpr double enough_to_judge = 1;  // seconds
  const double pace = seconds_done_ > enough_to_judge ? seconds_done_ / cost_done_ : 1;
  return costs_[job] * pace;
}

}  // namespace lite2pg
