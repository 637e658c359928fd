// One process at a time works on a run: an advisory lock of an open transaction on a connection of its own, gone with
// that connection. Where the server has no advisory locks it is a lock on the first of the run's events, a row that
// nobody changes; the run must be recorded then before it is locked, and its transaction keeps VACUUM from its work.
// And what the run's workers hold while they work, by which those that were left behind are found. Locks of
// transactions, not of sessions: a session may be a pooler's, and others' afterwards.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "import/postgres/session.h"

namespace lite2pg {

/// How long a run's lock is waited for: a server needs a moment to notice that a killed process is gone.
inline constexpr std::chrono::seconds lock_patience{20};

/// The lock of a run, for its lifetime. Its transaction owns no snapshot, so that VACUUM goes on. One thread.
class RunLock {
 public:
  /// Waits for it, with a word in the log, at most `patience`. Throws Error(partial) naming the server process that
  /// holds it, TargetError, Error(interrupted).
  RunLock(Target target, std::string run, std::chrono::seconds patience = std::chrono::seconds(0));
  ~RunLock();
  RunLock(RunLock&&) noexcept;
  RunLock& operator=(RunLock&&) noexcept;

  /// Proves that the lock is held, and takes it again when its connection was lost; throws as the constructor.
  void keep();

 private:
  void take(std::chrono::seconds patience);
  bool try_lock();

  Target target_;
  std::string run_;
  std::unique_ptr<Session> session_;
  int former_process_ = 0;  ///< Which a server that has not noticed the loss may still serve.
};

/// The statement that a worker of the run begins each transaction with, where the server has advisory locks.
[[nodiscard]] std::string worker_lock_sql(std::string_view run);
/// What a worker's connection is called: where there are no such locks, it is known by that.
[[nodiscard]] std::string worker_session_of(const Target& target, std::string_view run);

/// Ends what workers of the run left behind in the server, and waits until it is gone: a process that was killed may
/// have left a CREATE INDEX that would still commit. Call it with the run's lock held and no worker of one's own at
/// work. Throws Error(target) when they do not go.
void end_left_sessions(Session& session, std::string_view run);

/// Ends one server process, when it still works for the run; waits for it. 0: none.
void end_left_session(Session& session, std::string_view run, int process);

/// SQL expression: whether any session holds the lock of the run whose id `id_sql` yields.
[[nodiscard]] std::string run_is_locked_sql(const Session& session, const std::string& id_sql);

}  // namespace lite2pg
