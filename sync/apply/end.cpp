#include "sync/apply/end.h"

#include <algorithm>

#include "common/console/log.h"
#include "import/ledger/audit.h"

namespace lite2pg {
namespace {

bool is_recorded(const Target& target, const std::string& repair) {
  try {
    Session session(target, "sync outcome", Access::read_only);
    return std::ranges::any_of(ledger_repairs(session), [&](const RepairRecord& r) { return r.id == repair; });
  } catch (const TargetError& e) {
    throw Error(ExitCode::target,
                "the connection was lost at COMMIT, and the outcome is not known: " + std::string(e.what()),
                "it was done when lite2pg.repair has a row with id " + repair);
  }
}

}  // namespace

void commit_repair(DataConnection& connection, const Target& target, const std::string& repair) {
  try {
    connection.execute("COMMIT");
  } catch (const TargetError& e) {
    if (!e.transient() || !is_recorded(target, repair)) throw;
  }
}

void add_event_if_possible(Session& session, const RepairRecord& record, std::string_view kind,
                           const std::string& detail_json) {
  try {
    add_event(session, record.run, kind, detail_json);
  } catch (const TargetError& e) {
    log_warn("the ledger has no event of {}: {}", record.id, e.what());
  }
}

}  // namespace lite2pg
