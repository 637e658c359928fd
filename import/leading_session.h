// The session that leads a run: it holds the run's lock and writes the run's states. Workers have connections of their
// own; this one idles while they load and is made again when it was lost meanwhile.
#pragma once

#include <memory>
#include <string>

#include "import/session.h"

namespace lite2pg {

/// One thread.
class LeadingSession {
 public:
  explicit LeadingSession(Target target) : target_(std::move(target)) {}

  /// Connects and checks what a run into `schema` needs of the server. Throws TargetError, Error(target).
  Session& connect(const std::string& schema);
  [[nodiscard]] bool connected() const noexcept { return session_ != nullptr; }
  /// Takes the run's lock; every later connection takes it again.
  void lead(const std::string& run, const std::string& schema);

  /// The session, proven alive; connected again, with growing delays, when it was lost.
  Session& get();

 private:
  void reconnect();

  Target target_;
  std::unique_ptr<Session> session_;
  std::string schema_, run_;
};

}  // namespace lite2pg
