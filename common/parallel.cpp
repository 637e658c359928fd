#include "common/parallel.h"

#include <algorithm>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace lite2pg {

void run_workers(std::size_t workers, const std::function<void(std::size_t, StopFlag&)>& work) {
  StopFlag stop;
  std::exception_ptr first;
  std::mutex first_lock;
  const auto guarded = [&](std::size_t index) {
    try {
      work(index, stop);
    } catch (...) {
      const std::scoped_lock lock(first_lock);
      if (!first) first = std::current_exception();
      stop.stop();
    }
  };
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < workers; ++i) threads.emplace_back(guarded, i);
    guarded(0);
  }
  if (first) std::rethrow_exception(first);
}

unsigned default_jobs() noexcept { return std::max(1U, std::thread::hardware_concurrency()); }

}  // namespace lite2pg
