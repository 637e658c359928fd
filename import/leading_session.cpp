#include "import/leading_session.h"

#include "import/preflight.h"
#include "import/retry.h"
#include "import/run_lock.h"

namespace lite2pg {

Session& LeadingSession::connect(const std::string& schema) {
  schema_ = schema;
  reconnect();
  return *session_;
}

void LeadingSession::lead(const std::string& run, const std::string& schema) {
  lock_run(get(), run);
  run_ = run;
  schema_ = schema;
}

void LeadingSession::reconnect() {
  session_ = std::make_unique<Session>(target_, "import");
  check_server(*session_, schema_);
  if (!run_.empty()) lock_run(*session_, run_);
}

Session& LeadingSession::get() {
  for (int attempt = 1;; ++attempt) {
    try {
      if (!session_) reconnect();
      session_->execute("SELECT 1");
      return *session_;
    } catch (const TargetError& e) {
      session_.reset();
      if (!e.transient() || attempt > retry_limit) throw;
      wait_for_retry(retry_delay(attempt), StopFlag());
    }
  }
}

}  // namespace lite2pg
