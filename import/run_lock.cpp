#include "import/run_lock.h"

namespace lite2pg {
namespace {

// A lock of two int4 keys: this class and a hash of the run's id. pg_locks shows them as classid and objid
// (https://www.postgresql.org/docs/15/view-pg-locks.html).
constexpr const char* lock_class = "1279873104";

}  // namespace

void lock_run(Session& session, std::string_view run) {
  const std::string id(run);
  const auto taken = session.query(std::string("SELECT pg_try_advisory_lock(") + lock_class + ", hashtext($1))", {id});
  if (taken[0][0] == "t") return;
  const auto holder = session.query(
      std::string("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND classid = ") + lock_class +
          " AND objid = hashtext($1)::bigint & 4294967295 AND granted",
      {id});
  const std::string pid = holder.empty() ? "unknown" : holder[0][0].value_or("unknown");
  throw Error(ExitCode::target, "another process works on run " + id + " at this moment (server process " + pid + ")",
              "wait for it, or end it");
}

std::string run_is_locked_sql(const std::string& id_sql) {
  return std::string(
             "EXISTS (SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.objsubid = 2 AND l.classid = ") +
         lock_class + " AND l.objid = (hashtext(" + id_sql +
         ")::bigint & 4294967295) AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
         "AND l.granted)";
}

}  // namespace lite2pg
