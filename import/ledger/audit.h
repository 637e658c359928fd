// The event log of the ledger: append-only, each event chained to the one before it by a hash, so that a line removed
// or altered later shows. It guards against accident and quiet edits, not against somebody who rewrites the whole
// chain.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "import/postgres/session.h"

namespace lite2pg {

/// Appends an event in the open transaction, or in one of its own. `detail_json`: a JSON object, without secrets.
void add_event(Session& session, std::string_view run, std::string_view kind, const std::string& detail_json);

struct AuditEvent {
  std::int64_t seq = 0;
  std::string run, at, who, kind, detail;
};

struct AuditResult {
  std::uint64_t events = 0;
  /// One line a fault: "event 7 was altered, or event 6 before it", "event 12 is missing".
  std::vector<std::string> faults;
};

/// Computes the chain again. A target without ledger has no events and no faults. Throws TargetError.
[[nodiscard]] AuditResult verify_audit(Session& session);

/// All events of a run in order; of all runs when `run` is empty.
[[nodiscard]] std::vector<AuditEvent> events_of(Session& session, std::string_view run);

}  // namespace lite2pg
