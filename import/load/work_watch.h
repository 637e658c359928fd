// Looks at what workers wait for: tells of what takes long, and gives up a server that answers no more.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>

#include "import/postgres/bulk_connection.h"
#include "import/postgres/session.h"

namespace lite2pg {

/// A piece of work that took longer than it should.
struct SlowWork {
  std::string what;   ///< "table 'users'", "12.1 index ix_users_email"
  std::string table;  ///< Source table; empty for what belongs to none.
  double seconds = 0;
};

/// What is waited for. Data that the server takes must move within the time; a statement may take as long as it needs,
/// unless it waits for a lock or the server does not answer a question on another connection.
enum class Wait : std::uint8_t { none, data, statement };

class WorkWatch {
 public:
  struct Rules {
    double slow_after = 0;     ///< Seconds; 0: nothing is slow.
    double give_up_after = 0;  ///< Seconds without an answer; 0: never.
  };
  /// One thread of its own. `on_slow` is called once for a piece of work while it goes on, `on_slow_end` when it ends.
  WorkWatch(Rules rules, Target target, std::function<void(const SlowWork&)> on_slow,
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
    /// From now on the worker waits for the server on `connection`.
    void begin_wait(BulkConnection& connection, Wait kind);
    void end_wait();
    /// Why the watch cut the connection; empty while it did not.
    [[nodiscard]] std::string verdict() const;
    /// Throws the TargetError that says so; no passing one: what hung once would hang again.
    void throw_if_stalled() const;

   private:
    friend class WorkWatch;
    using Clock = std::chrono::steady_clock;
    WorkWatch* watch_;  ///< nullptr: nothing is watched.
    SlowWork work_;
    Clock::time_point started_ = Clock::now(), waiting_since_;
    Wait wait_ = Wait::none;
    BulkConnection* connection_ = nullptr;
    bool told_ = false;
    std::string verdict_;
    std::list<Scope*>::iterator place_;
  };

 private:
  void look(const std::stop_token& ended);
  void look_for_slow(std::unique_lock<std::mutex>& lock);
  void look_for_stalled();
  [[nodiscard]] std::string what_holds(const Scope& scope) const;

  Rules rules_;
  Target target_;
  std::function<void(const SlowWork&)> on_slow_, on_slow_end_;
  mutable std::mutex lock_;
  std::list<Scope*> scopes_;
  std::condition_variable_any wake_;
  std::jthread watcher_;
};

/// Brackets a call that waits for the server.
class ServerWait {
 public:
  ServerWait(WorkWatch::Scope* scope, BulkConnection& connection, Wait kind) : scope_(scope) {
    if (scope_ != nullptr) scope_->begin_wait(connection, kind);
  }
  ~ServerWait() {
    if (scope_ != nullptr) scope_->end_wait();
  }
  ServerWait(const ServerWait&) = delete;
  ServerWait& operator=(const ServerWait&) = delete;

 private:
  WorkWatch::Scope* scope_;
};

}  // namespace lite2pg
