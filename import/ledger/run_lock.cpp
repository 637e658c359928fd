#include "import/ledger/run_lock.h"

#include <spdlog/spdlog.h>

#include "import/postgres/retry.h"

namespace lite2pg {
namespace {

// A lock of two int4 keys: this class and a hash of the run's id. pg_locks shows them as classid and objid
// (https://www.postgresql.org/docs/15/view-pg-locks.html).
constexpr const char* lock_class = "1279873104";

constexpr std::chrono::milliseconds look_again{200};

bool try_lock(Session& session, const std::string& run) {
  const auto taken = session.query(std::string("SELECT pg_try_advisory_lock(") + lock_class + ", hashtext($1))", {run});
  return taken[0][0] == "t";
}

std::string holder_of(Session& session, const std::string& id) {
  const auto holder = session.query(
      std::string("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND classid = ") + lock_class +
          " AND objid = hashtext($1)::bigint & 4294967295 AND granted",
      {id});
  return holder.empty() ? "unknown" : holder[0][0].value_or("unknown");
}

/// Sessions of the run's workers but for this one, as "pid, ..."; asks the server to end them. A role that may not end
/// them waits for them all the same.
std::string terminate_workers(Session& session, const std::string& application, const std::string& pid) {
  std::string pids;
  for (const Fields& row :
       session.query("SELECT pid, pg_has_role(usesysid, 'MEMBER') AND pg_terminate_backend(pid) FROM pg_stat_activity "
                     "WHERE datname = current_database() AND application_name = $1 AND pid <> pg_backend_pid() "
                     "AND ($2 = '' OR pid::text = $2)",
                     {application, pid})) {
    pids += (pids.empty() ? "" : ", ") + row[0].value_or("");
  }
  return pids;
}

void end_sessions(Session& session, const std::string& application, const std::string& pid) {
  for (std::chrono::milliseconds waited{0};; waited += look_again) {
    const std::string left = terminate_workers(session, application, pid);
    if (left.empty()) return;
    if (waited.count() == 0) spdlog::info("ending server sessions that a lost connection left: {}", left);
    if (waited >= lock_patience) {
      throw Error(ExitCode::target, "server sessions of a lost connection do not end (processes " + left + ")",
                  "end them with pg_terminate_backend(), then --resume");
    }
    wait_for_retry(look_again, StopFlag());
  }
}

}  // namespace

void lock_run(Session& session, std::string_view run, std::chrono::seconds patience) {
  const std::string id(run);
  for (std::chrono::milliseconds waited{0}; !try_lock(session, id); waited += look_again) {
    if (waited >= patience) {
      throw Error(ExitCode::partial,
                  "run " + id + " is at work: server process " + holder_of(session, id) + " leads it at this moment",
                  "wait for its end; --status --run " + id + " follows it");
    }
    if (waited.count() == 0) {
      spdlog::info("run {} is in the hands of server process {}: waiting up to {} s for its end", id,
                   holder_of(session, id), patience.count());
    }
    wait_for_retry(look_again, StopFlag());
  }
}

void end_left_sessions(Session& session, std::string_view run) {
  end_sessions(session, "lite2pg import " + std::string(run), "");
}

void end_session(Session& session, const std::string& pid, std::string_view application) {
  if (!pid.empty()) end_sessions(session, std::string(application), pid);
}

std::string run_is_locked_sql(const std::string& id_sql) {
  return std::string(
             "EXISTS (SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.objsubid = 2 AND l.classid = ") +
         lock_class + " AND l.objid = (hashtext(" + id_sql +
         ")::bigint & 4294967295) AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
         "AND l.granted)";
}

}  // namespace lite2pg
