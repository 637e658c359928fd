// The session that leads a run and writes its states, beside the run's lock. Workers have connections of their own;
// this one idles while they load and is made again when it was lost meanwhile.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "import/ledger/run_lock.h"
#include "import/postgres/retry.h"
#include "import/postgres/session.h"

namespace lite2pg {

/// One thread.
class LeadingSession {
 public:
  /// `retries`: how often a lost connection is made again before that counts as an error. `check` looks at each new
  /// connection: whether the server and the role allow what the run needs; throws Error(target).
  LeadingSession(Target target, unsigned retries, std::function<void(Session&)> check)
      : target_(std::move(target)), retries_(retries), check_(std::move(check)) {}

  /// Throws TargetError, Error(target).
  Session& connect();
  [[nodiscard]] bool connected() const noexcept { return session_ != nullptr; }
  /// Takes the run's lock, and from now on keeps it.
  void lead(const std::string& run);

  /// The session, proven alive; connected again, with growing delays, when it was lost.
  Session& get();
  /// Runs `action(session)`, which may be done twice, until no passing error stops it.
  template <typename Action>
  auto run(Action&& action) {
    return with_retries(retries_, "", never_, [&](unsigned) { return action(get()); });
  }

 private:
  void reconnect();

  Target target_;
  std::unique_ptr<Session> session_;
  unsigned retries_;
  std::function<void(Session&)> check_;
  std::optional<RunLock> lock_;
  StopFlag never_;
};

}  // namespace lite2pg
