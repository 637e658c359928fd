// The session that leads a run: it holds the run's lock and writes the run's states. Workers have connections of their
// own; this one idles while they load and is made again when it was lost meanwhile.
#pragma once

#include <memory>
#include <string>

#include "import/postgres/session.h"

namespace lite2pg {

/// One thread.
class LeadingSession {
 public:
  /// `retries`: how often a lost connection is made again before that counts as an error.
  LeadingSession(Target target, unsigned retries) : target_(std::move(target)), retries_(retries) {}

  /// Connects and checks what a run into `schema` needs of the server. Throws TargetError, Error(target).
  Session& connect(const std::string& schema);
  [[nodiscard]] bool connected() const noexcept { return session_ != nullptr; }
  /// Takes the run's lock; every later connection takes it again.
  void lead(const std::string& run, const std::string& schema);

  /// The session, proven alive; connected again, with growing delays, when it was lost.
  Session& get();
  /// Runs `action(session)`, which may be done twice, until no passing error stops it.
  template <typename Action>
  auto run(Action&& action) {
    for (unsigned attempt = 1;; ++attempt) {
      try {
        return action(get());
      } catch (const TargetError& e) {
        wait_to_retry(e, attempt);
      }
    }
  }

 private:
  void reconnect();
  /// Throws `error` again when it does not pass or was tried often enough.
  void wait_to_retry(const TargetError& error, unsigned attempt);

  Target target_;
  std::unique_ptr<Session> session_;
  unsigned retries_;
  std::string schema_, run_;
  std::string process_;  ///< The server's process of the last connection.
};

}  // namespace lite2pg
