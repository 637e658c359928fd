#include "import/postgres/probe.h"

#include <libpq-fe.h>

#include "import/postgres/connection.h"

namespace lite2pg {
namespace {

/// An error that somebody sent, and not one that nobody did.
bool shows_life(const TargetError& error) {
  const std::string& state = error.sqlstate();
  return !state.empty() && !error.stalled() && (!state.starts_with("08") || state == "08P01");
}

/// https://www.postgresql.org/docs/15/monitoring-stats.html#WAIT-EVENT-TABLE
constexpr const char* question =
    "SELECT wait_event_type = 'Lock', array_to_string(pg_blocking_pids(pid), ', '), "
    "CASE WHEN wait_event IN ('ClientRead', 'ClientWrite') THEN state_change::text END "
    "FROM pg_stat_activity WHERE pid = ";

ProbeAnswer answer_of(const PGresult* rows) {
  if (PQntuples(rows) == 0) return {"its server process is gone", ""};
  if (*PQgetvalue(rows, 0, 0) == 't') {
    return {std::string("it waits for a lock of server process ") + PQgetvalue(rows, 0, 1), ""};
  }
  return {"", PQgetvalue(rows, 0, 2)};
}

}  // namespace

ProbeAnswer probe(const Target& place, int process, const StopFlag* stop) {
  try {
    Connection connection(place, "watch", stop);
    const auto results = connection.begin({.access = Access::read_only}, question + std::to_string(process));
    return answer_of(results.at(0).get());
  } catch (const TargetError& e) {
    if (shows_life(e)) return {};
    return {std::string("the server does not answer (") + e.what() + ")", "", e.stalled()};
  }
}

}  // namespace lite2pg
