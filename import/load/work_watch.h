// Looks at what workers do and tells of what takes long. (A server that answers no more ends a wait by itself:
// import/postgres/connection.h.)
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>

namespace lite2pg {

/// A piece of work that took longer than it should.
struct SlowWork {
  std::string what;   ///< "table 'users'", "12.1 index ix_users_email"
  std::string table;  ///< Source table; empty for what belongs to none.
  double seconds = 0;
};

class WorkWatch {
 public:
  /// One thread of its own. Work is slow after `slow_after` seconds; 0: never. `on_slow` is called once for a piece of
  /// work while it goes on, `on_slow_end` when it ends.
  WorkWatch(double slow_after, std::function<void(const SlowWork&)> on_slow,
            std::function<void(const SlowWork&)> on_slow_end);
  ~WorkWatch();
  WorkWatch(const WorkWatch&) = delete;
  WorkWatch& operator=(const WorkWatch&) = delete;

  /// A worker's piece of work, for its lifetime.
  class Scope {
   public:
    Scope(WorkWatch* watch, std::string what, std::string table);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    friend class WorkWatch;
    using Clock = std::chrono::steady_clock;
    WorkWatch* watch_;  ///< nullptr: nothing is watched.
    SlowWork work_;
    Clock::time_point started_ = Clock::now();
    bool told_ = false;
    std::list<Scope*>::iterator place_;
  };

 private:
  void look(const std::stop_token& ended);
  void look_for_slow(std::unique_lock<std::mutex>& lock);

  double slow_after_;
  std::function<void(const SlowWork&)> on_slow_, on_slow_end_;
  mutable std::mutex lock_;
  std::list<Scope*> scopes_;
  std::condition_variable_any wake_;
  std::jthread watcher_;
};

}  // namespace lite2pg
