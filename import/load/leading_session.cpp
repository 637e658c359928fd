#include "import/load/leading_session.h"

#include "import/ledger/run_lock.h"

namespace lite2pg {

Session& LeadingSession::connect() {
  reconnect();
  return *session_;
}

void LeadingSession::lead(const std::string& run) {
  lock_run(get(), run, lock_patience);
  run_ = run;
}

void LeadingSession::reconnect() {
  session_ = std::make_unique<Session>(target_, "import");
  check_(*session_);
  // When the network was lost, the server may not have noticed: the former session would still hold the lock.
  end_session(*session_, process_, "lite2pg import");
  process_ = session_->query("SELECT pg_backend_pid()")[0][0].value_or("");
  if (!run_.empty()) lock_run(*session_, run_, lock_patience);
}

Session& LeadingSession::get() {
  return with_retries(retries_, "", never_, [&](unsigned) -> Session& {
    try {
      if (!session_) reconnect();
      session_->execute("SELECT 1");
      return *session_;
    } catch (const TargetError&) {
      session_.reset();
      throw;
    }
  });
}

}  // namespace lite2pg
