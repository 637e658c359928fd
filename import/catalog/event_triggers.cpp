#include "import/catalog/event_triggers.h"

namespace lite2pg {

std::vector<std::string> event_triggers(Session& session) {
  std::vector<std::string> lines;
  for (const Fields& row :
       session.query("SELECT e.evtname, e.evtevent, pg_catalog.array_to_string(e.evttags, ', '), n.nspname, p.proname "
                     "FROM pg_catalog.pg_event_trigger e JOIN pg_catalog.pg_proc p ON p.oid = e.evtfoid "
                     "JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace "
                     "WHERE e.evtenabled IN ('A', CASE pg_catalog.current_setting('session_replication_role') "
                     "WHEN 'replica' THEN 'R' ELSE 'O' END) ORDER BY e.evtname LIMIT 20")) {
    const std::string tags = row[2].value_or("");
    lines.push_back("event trigger '" + row[0].value_or("") + "' of the database (" + row[1].value_or("") +
                    (tags.empty() ? "" : " of " + tags) + ") runs " + row[3].value_or("") + "." + row[4].value_or("") +
                    "()");
  }
  return lines;
}

}  // namespace lite2pg
