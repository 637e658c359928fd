#include "import/ledger/turns.h"

#include <string>

namespace lite2pg {
namespace {

void make_now(Session& session, const std::function<bool()>& is_there, const std::function<void()>& make,
              const std::string& lock_sql) {
  Transaction transaction(session);
  if (!lock_sql.empty()) session.execute(lock_sql);
  if (!is_there()) make();
  transaction.commit();
}

}  // namespace

void make_once(Session& session, std::int64_t lock, const std::function<bool()>& is_there,
               const std::function<void()>& make) {
  if (is_there()) return;
  if (session.can(Capability::advisory_locks)) {
    return make_now(session, is_there, make, "SELECT pg_catalog.pg_advisory_xact_lock(" + std::to_string(lock) + ")");
  }
  try {
    make_now(session, is_there, make, "");
  } catch (const TargetError&) {
    if (!is_there()) throw;  // else somebody else was quicker
  }
}

void wait_for_turn(Session& session, std::string_view lock_class, std::string_view name) {
  if (session.can(Capability::advisory_locks)) {
    session.execute("SELECT pg_catalog.pg_advisory_xact_lock(" + std::string(lock_class) + ", pg_catalog.hashtext($1))",
                    {std::string(name)});
  } else {
    session.execute("LOCK TABLE lite2pg.moved_object IN SHARE ROW EXCLUSIVE MODE");
  }
}

}  // namespace lite2pg
