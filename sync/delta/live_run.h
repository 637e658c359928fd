// A live run: what the ledger keeps of it, its lock, and the session that works on it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "import/ledger/ledger.h"
#include "import/ledger/run_lock.h"
#include "import/run/settings.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// The run that rounds would go on with: the one named `id`, or the latest live one that is staged and no later run
/// is published in whose place.
/// Throws Error(usage) when there is no run `id`.
[[nodiscard]] std::optional<RunRecord> staged_live_run(Session& session, std::string_view id);

/// The latest live run that is published, or the one named `id`; nullopt when a staged one may be meant, or there is
/// none.
[[nodiscard]] std::optional<RunRecord> published_live_run(Session& session, std::string_view id);

struct LiveRun {
  /// How its transactions on staged tables begin. The statements of a round are planned by the shape that they have,
  /// whatever the statistics: compiling them would take longer than running them.
  [[nodiscard]] TransactionRules rules() const;

  /// Takes the run's lock and reads its plan. Throws Error(refused) when `source` is not the file that it began with,
  /// Error(partial) when another process works on it, Error(usage) when there is none.
  LiveRun(const Target& target, std::string_view id, const std::string& source);

  Session session;
  RunRecord run;
  std::unique_ptr<RunLock> lock;
  LiveSource live;
  Plan plan;
};

}  // namespace lite2pg
