#include "import/load/leading_session.h"

namespace lite2pg {

Session& LeadingSession::connect() {
  reconnect();
  return *session_;
}

void LeadingSession::lead(const std::string& run) {
  (void)get();
  lock_.emplace(target_, run, lock_patience);
}

void LeadingSession::reconnect() {
  session_ = std::make_unique<Session>(target_, "import");
  check_(*session_);
}

Session& LeadingSession::get() {
  return with_retries(retries_, "", never_, [&](unsigned) -> Session& {
    try {
      if (!session_) reconnect();
      session_->execute("SELECT 1");
      if (lock_) lock_->keep();
      return *session_;
    } catch (const TargetError&) {
      session_.reset();
      throw;
    }
  });
}

}  // namespace lite2pg
