// Publish, rollback and cleanup of runs: each change of what users see is one transaction.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "import/catalog/schema_objects.h"
#include "import/ledger/ledger.h"
#include "import/ledger/run_lock.h"

namespace lite2pg {

struct PublishOptions {
  bool replace = false;                ///< Move what stands in the way to lite2pg_old_<run>.
  unsigned lock_timeout_seconds = 10;  ///< How long to wait for other sessions' locks.
  /// Looked at first, in the transaction that publishes; what it throws ends it.
  std::function<void(Session&)> first = {};
};

struct PublishResult {
  std::size_t published = 0;  ///< Objects moved to the target schema.
  std::size_t replaced = 0;   ///< Objects moved out of the way, or back.
  std::string old_schema;     ///< Where the replaced ones stand now; empty when there are none.
  std::string written_since;  ///< Rollback: rows that were written since the publish, for people; "" when none were.
  std::vector<std::string> warnings;
};

/// Moves a staged (or rolled back) run into its target schema. Throws Error(refused) naming what is in the way,
/// Error(target) naming table and process when a lock could not be had in time, TargetError; nothing has changed then.
/// What is replaced hands its rights on to its namesakes; warnings name what is not handed on. One publish at a time
/// goes into a schema.
PublishResult publish(Session& session, const RunRecord& run, const PublishOptions& options);

/// The same within the open transaction, whose commit is the caller's: a lock that could not be had in time comes as
/// the server's error.
PublishResult publish_within(Session& session, const RunRecord& run, const PublishOptions& options);

/// What an earlier publish() of the run did, when the ledger says that it is published; for a commit whose answer was
/// lost.
[[nodiscard]] std::optional<PublishResult> published_before(Session& session, const RunRecord& run);

/// The way back: the run's tables return to its staging schema, what they replaced returns to the target schema.
/// Throws Error(refused) when tables of the run are gone from the target schema.
PublishResult roll_back(Session& session, const RunRecord& run, const PublishOptions& options);

/// Drops what a run left: its staging schema; of a published run only what it replaced, which ends its way back.
/// Names of the schemas dropped, or what was dropped out of a given one. The run's lock shows that nobody works on it.
std::vector<std::string> clean_up(Session& session, const RunRecord& run, const RunLock& lock);

}  // namespace lite2pg
