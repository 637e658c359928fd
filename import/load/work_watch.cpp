#include "import/load/work_watch.h"

#include <spdlog/spdlog.h>

#include "common/text.h"

namespace lite2pg {
namespace {

constexpr auto interval = std::chrono::milliseconds(100);

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// What a server process waits for, asked on another connection; why nobody answers when that fails.
std::string ask_about(const Target& target, int process) {
  try {
    Session session(target, "watch");
    const auto rows = session.query(
        "SELECT wait_event_type = 'Lock', array_to_string(pg_blocking_pids(pid), ', ') FROM pg_stat_activity "
        "WHERE pid::text = $1",
        {std::to_string(process)});
    if (rows.empty()) return "its server process is gone";
    return rows[0][0] == "t" ? "it waits for a lock of server process " + rows[0][1].value_or("") : "";
  } catch (const Error& e) {
    return std::string("the server does not answer (") + e.what() + ")";
  }
}

}  // namespace

WorkWatch::WorkWatch(Rules rules, Target target, std::function<void(const SlowWork&)> on_slow,
                     std::function<void(const SlowWork&)> on_slow_end)
    : rules_(rules),
      target_(std::move(target)),
      on_slow_(std::move(on_slow)),
      on_slow_end_(std::move(on_slow_end)),
      watcher_([this](const std::stop_token& ended) { look(ended); }) {}

WorkWatch::~WorkWatch() = default;

void WorkWatch::look(const std::stop_token& ended) {
  std::unique_lock lock(lock_);
  while (!ended.stop_requested()) {
    wake_.wait_for(lock, ended, interval, [] { return false; });
    if (rules_.slow_after > 0) look_for_slow(lock);
    if (rules_.give_up_after > 0) look_for_stalled();
  }
}

void WorkWatch::look_for_slow(std::unique_lock<std::mutex>& lock) {
  std::vector<SlowWork> found;
  for (Scope* scope : scopes_) {
    const double seconds = seconds_since(scope->started_);
    if (scope->told_ || seconds < rules_.slow_after) continue;
    scope->told_ = true;
    found.push_back({scope->work_.what, scope->work_.table, seconds});
  }
  if (found.empty()) return;
  lock.unlock();  // a hook takes its time
  for (const SlowWork& work : found) on_slow_(work);
  lock.lock();
}

/// Why the scope's wait will not end; empty while there is hope.
std::string WorkWatch::what_holds(const Scope& scope) const {
  const std::string hold = ask_about(target_, scope.connection_->server_process());
  if (!hold.empty() || scope.wait_ == Wait::statement) return hold;
  return "it takes no more data";
}

void WorkWatch::look_for_stalled() {
  for (Scope* scope : scopes_) {
    if (scope->wait_ == Wait::none || !scope->verdict_.empty()) continue;
    if (seconds_since(scope->waiting_since_) < rules_.give_up_after) continue;
    // The lock is held while the server is asked: the worker, who hangs, does not need it.
    const std::string hold = what_holds(*scope);
    scope->waiting_since_ = Scope::Clock::now();
    if (hold.empty()) continue;
    scope->verdict_ =
        scope->work_.what + ": no answer from the server for " + human_seconds(rules_.give_up_after) + ": " + hold;
    scope->connection_->sever();
  }
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

void WorkWatch::Scope::begin_wait(BulkConnection& connection, Wait kind) {
  if (watch_ == nullptr) return;
  const std::scoped_lock lock(watch_->lock_);
  connection_ = &connection;
  wait_ = kind;
  waiting_since_ = Clock::now();
}

void WorkWatch::Scope::end_wait() {
  if (watch_ == nullptr) return;
  const std::scoped_lock lock(watch_->lock_);
  wait_ = Wait::none;
  connection_ = nullptr;
}

void WorkWatch::Scope::throw_if_stalled() const {
  if (const std::string why = verdict(); !why.empty()) {
    throw TargetError(why, "57014", "look at the server and the network; --stall-timeout sets how long to wait");
  }
}

std::string WorkWatch::Scope::verdict() const {
  if (watch_ == nullptr) return {};
  const std::scoped_lock lock(watch_->lock_);
  return verdict_;
}

}  // namespace lite2pg
