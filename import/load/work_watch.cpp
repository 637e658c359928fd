#include "import/load/work_watch.h"

#include <vector>

#include "common/elapsed.h"

namespace lite2pg {
namespace {

constexpr auto interval = std::chrono::milliseconds(100);

}  // namespace

WorkWatch::WorkWatch(double slow_after, std::function<void(const SlowWork&)> on_slow,
                     std::function<void(const SlowWork&)> on_slow_end)
    : slow_after_(slow_after),
      on_slow_(std::move(on_slow)),
      on_slow_end_(std::move(on_slow_end)),
      watcher_([this](const std::stop_token& ended) { look(ended); }) {}

WorkWatch::~WorkWatch() = default;

void WorkWatch::look(const std::stop_token& ended) {
  std::unique_lock lock(lock_);
  while (!ended.stop_requested()) {
    wake_.wait_for(lock, ended, interval, [] { return false; });
    if (slow_after_ > 0) look_for_slow(lock);
  }
}

void WorkWatch::look_for_slow(std::unique_lock<std::mutex>& lock) {
  std::vector<SlowWork> found;
  for (Scope* scope : scopes_) {
    const double seconds = seconds_since(scope->started_);
    if (scope->told_ || seconds < slow_after_) continue;
    scope->told_ = true;
    found.push_back({scope->work_.what, scope->work_.table, seconds});
  }
  if (found.empty()) return;
  lock.unlock();  // a hook takes its time
  for (const SlowWork& work : found) on_slow_(work);
  lock.lock();
}

WorkWatch::Scope::Scope(WorkWatch* watch, std::string what, std::string table)
    : watch_(watch), work_{std::move(what), std::move(table), 0} {
  if (watch_ == nullptr) return;
  const std::scoped_lock lock(watch_->lock_);
  watch_->scopes_.push_back(this);
  place_ = std::prev(watch_->scopes_.end());
}

WorkWatch::Scope::~Scope() {
  if (watch_ == nullptr) return;
  {
    const std::scoped_lock lock(watch_->lock_);
    watch_->scopes_.erase(place_);
  }
  work_.seconds = seconds_since(started_);
  if (told_) watch_->on_slow_end_(work_);
}

}  // namespace lite2pg
