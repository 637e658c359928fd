// The schema that a run is staged in: one of its own, lite2pg_stage_<run>, or one that stood there before
// (--staging-schema, for roles that may not create schemas), which is claimed empty and left empty, never dropped.
#pragma once

#include <string>

#include "import/ledger/ledger.h"
#include "import/postgres/server_check.h"

namespace lite2pg {

/// Whether the run was given its staging schema. Not for runs into existing tables, which have none.
[[nodiscard]] bool has_given_staging(const RunRecord& run);

/// Of a run that was begun before.
[[nodiscard]] StagedPlace place_of(const RunRecord& run);

/// Throws Error(refused) when something stands in the schema, or when another run is staged there or needs to return
/// there; names both with what to do. `run`: its own id, which does not count; "" before it has one.
void check_staging_free(Session& session, const std::string& schema, const std::string& run);

/// The same for the run's given schema until the end of the session's transaction, which records the run: two runs that
/// begin at once cannot both find it free.
void claim_staging(Session& session, const RunRecord& run);

/// Drops the run's own schema, or out of a given one what the run made. What was dropped, in words; "" when nothing
/// was there. Throws TargetError.
std::string drop_staging(Session& session, const RunRecord& run);

/// After everything was moved out of it: drops the run's own schema.
void leave_staging(Session& session, const RunRecord& run);

/// Before a rollback moves everything back: makes the run's own schema, or checks that a given one is there and free.
void enter_staging(Session& session, const RunRecord& run);

}  // namespace lite2pg
