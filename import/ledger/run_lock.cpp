#include "import/ledger/run_lock.h"

#include "common/console/log.h"
#include "import/postgres/retry.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

// Locks of two int4 keys: a class and a hash of the run's id. pg_locks shows them as classid and objid
// (https://www.postgresql.org/docs/15/view-pg-locks.html).
constexpr const char* run_class = "1279873104";
constexpr const char* worker_class = "1279873105";
/// In the names of workers' connections, where they hold no lock to be known by.
constexpr const char* worker_prefix = "load ";

constexpr std::chrono::milliseconds look_again{200};

/// Condition on pg_locks `l`.
std::string is_lock(const std::string& lock_class, const std::string& id_sql) {
  return "l.locktype = 'advisory' AND l.objsubid = 2 AND l.classid = " + lock_class + " AND l.objid = (hashtext(" +
         id_sql +
         ")::bigint & 4294967295) AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
         "AND l.granted";
}

/// Relations and condition by which a row of pg_locks `l` is found for whoever holds the run's lock.
std::string holds_run(const Session& session, const std::string& id_sql) {
  if (session.can(Capability::advisory_locks)) return "pg_locks l WHERE " + is_lock(run_class, id_sql);
  // By the transaction that locks the first of the run's events.
  return "lite2pg.event e JOIN pg_locks l ON l.locktype = 'transactionid' AND l.granted AND l.transactionid = e.xmax "
         "WHERE e.kind = 'started' AND e.run = " +
         id_sql;
}

std::string holder_of(Session& session, const std::string& id) {
  const auto holder = session.query("SELECT l.pid FROM " + holds_run(session, "$1"), {id});
  return holder.empty() ? "unknown" : holder[0][0].value_or("unknown");
}

/// The first of the run's events, when nobody has locked it.
std::string row_lock_sql(const std::string& run) {
  return "SELECT seq FROM lite2pg.event WHERE kind = 'started' AND run = " + quote_literal(run) +
         " ORDER BY seq LIMIT 1 FOR UPDATE SKIP LOCKED";
}

/// Condition on pg_stat_activity `a`: a server process that works for the run whose id is parameter $1.
std::string works_for_run_sql(const Session& session) {
  if (session.can(Capability::advisory_locks)) {
    return "EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND " + is_lock(worker_class, "$1") + ")";
  }
  return std::string("a.datname = current_database() AND a.xact_start IS NOT NULL AND a.application_name = 'lite2pg ") +
         worker_prefix + "' || $1";
}

/// Processes at work for the run but for this one, as "pid, ..."; asks the server to end them. A role that may not end
/// them waits for them all the same.
std::string terminate_workers(Session& session, const std::string& run, int process) {
  std::string pids;
  for (const Fields& row :
       session.query("SELECT a.pid, CASE WHEN pg_has_role(a.usesysid, 'MEMBER') THEN pg_terminate_backend(a.pid) END "
                     "FROM pg_stat_activity a WHERE a.pid <> pg_backend_pid() AND ($2 = '0' OR a.pid::text = $2) AND " +
                         works_for_run_sql(session),
                     {run, std::to_string(process)})) {
    pids += (pids.empty() ? "" : ", ") + row[0].value_or("");
  }
  return pids;
}

void end_processes(Session& session, const std::string& run, int process) {
  for (std::chrono::milliseconds waited{0};; waited += look_again) {
    const std::string left = terminate_workers(session, run, process);
    if (left.empty()) return;
    if (waited.count() == 0) log_info("ending server sessions that a lost connection left: {}", left);
    if (waited >= lock_patience) {
      throw Error(ExitCode::target, "server sessions of a lost connection do not end (processes " + left + ")",
                  "end them with pg_terminate_backend(), then --resume");
    }
    wait_for_retry(look_again, StopFlag());
  }
}

}  // namespace

RunLock::RunLock(Target target, std::string run, std::chrono::seconds patience)
    : target_(std::move(target)), run_(std::move(run)) {
  take(patience);
}

RunLock::~RunLock() {
  if (session_) session_->rollback();
}

RunLock::RunLock(RunLock&&) noexcept = default;
RunLock& RunLock::operator=(RunLock&&) noexcept = default;

bool RunLock::try_lock() {
  // Without parameters: the portal of a statement that has some would keep its snapshot until the next one.
  if (session_->can(Capability::advisory_locks)) {
    const auto taken = session_->query(std::string("SELECT pg_try_advisory_xact_lock(") + run_class + ", hashtext(" +
                                       quote_literal(run_) + "))");
    if (taken[0][0] == "t") return true;
  } else if (!session_->query(row_lock_sql(run_)).empty()) {
    return true;
  }
  // When the network was lost, the server may not have noticed.
  if (former_process_ == 0 || holder_of(*session_, run_) != std::to_string(former_process_)) return false;
  (void)session_->query("SELECT pg_terminate_backend($1::int)", {std::to_string(former_process_)});
  return false;
}

void RunLock::take(std::chrono::seconds patience) {
  session_ = std::make_unique<Session>(target_, "import " + run_);
  session_->begin();
  for (std::chrono::milliseconds waited{0}; !try_lock(); waited += look_again) {
    if (waited >= patience) {
      throw Error(
          ExitCode::partial,
          "run " + run_ + " is at work: server process " + holder_of(*session_, run_) + " leads it at this moment",
          "wait for its end; --status --run " + run_ + " follows it");
    }
    if (waited.count() == 0) {
      log_info("run {} is in the hands of server process {}: waiting up to {} s for its end", run_,
               holder_of(*session_, run_), patience.count());
    }
    wait_for_retry(look_again, StopFlag());
  }
  former_process_ = session_->server_process();
}

void RunLock::keep() {
  try {
    if (session_) {
      session_->execute("SELECT 1");
      return;
    }
  } catch (const TargetError& e) {
    log_debug("the connection that held the run's lock was lost: {}", e.what());
    session_.reset();
  }
  take(lock_patience);
}

std::string worker_session_of(const Target& target, std::string_view run) {
  return (target.can(Capability::advisory_locks) ? "import " : worker_prefix) + std::string(run);
}

std::string worker_lock_sql(std::string_view run) {
  return std::string("SELECT pg_catalog.pg_advisory_xact_lock_shared(") + worker_class + ", pg_catalog.hashtext(" +
         quote_literal(run) + "))";
}

void end_left_sessions(Session& session, std::string_view run) { end_processes(session, std::string(run), 0); }

void end_left_session(Session& session, std::string_view run, int process) {
  if (process != 0) end_processes(session, std::string(run), process);
}

std::string run_is_locked_sql(const Session& session, const std::string& id_sql) {
  return "EXISTS (SELECT FROM " + holds_run(session, id_sql) + ")";
}

}  // namespace lite2pg
