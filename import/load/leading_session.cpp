#include "import/load/leading_session.h"

#include <spdlog/spdlog.h>

#include "common/interrupt.h"
#include "import/ledger/run_lock.h"
#include "import/postgres/retry.h"
#include "import/postgres/server_check.h"

namespace lite2pg {

Session& LeadingSession::connect(const std::string& schema) {
  schema_ = schema;
  reconnect();
  return *session_;
}

void LeadingSession::lead(const std::string& run, const std::string& schema) {
  lock_run(get(), run, lock_patience);
  run_ = run;
  schema_ = schema;
}

void LeadingSession::reconnect() {
  session_ = std::make_unique<Session>(target_, "import");
  check_server(*session_, schema_);
  // When the network was lost, the server may not have noticed: the former session would still hold the lock.
  end_session(*session_, process_, "lite2pg import");
  process_ = session_->query("SELECT pg_backend_pid()")[0][0].value_or("");
  if (!run_.empty()) lock_run(*session_, run_, lock_patience);
}

void LeadingSession::wait_to_retry(const TargetError& error, unsigned attempt) {
  throw_if_interrupted();
  if (!error.transient() || attempt > retries_) throw;
  const auto delay = retry_delay(attempt);
  spdlog::warn("{}; trying again in {} ms ({} of {})", error.what(), delay.count(), attempt, retries_);
  wait_for_retry(delay, StopFlag());
}

Session& LeadingSession::get() {
  for (unsigned attempt = 1;; ++attempt) {
    try {
      if (!session_) reconnect();
      session_->execute("SELECT 1");
      return *session_;
    } catch (const TargetError& e) {
      session_.reset();
      wait_to_retry(e, attempt);
    }
  }
}

}  // namespace lite2pg
