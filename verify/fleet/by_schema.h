// A tenant that has a schema of its own, against its file.
#pragma once

#include <optional>

#include "common/console/progress.h"
#include "import/tenants/list.h"
#include "verify/fleet/fleet_run_record.h"
#include "verify/fleet/fleet_source.h"
#include "verify/fleet/verify_fleet.h"

namespace lite2pg {

/// Compares rows and schema as those of one source; the outcome of the tenant. What was found is added to `sum`, with
/// the tenant named. Throws what verify() throws but for a file that cannot be read.
[[nodiscard]] TenantOutcome verify_tenant_schema(const VerifyOptions& options, const RecordedFleet& fleet,
                                                 const FleetFile& file, Alignments& alignments, const Target& target,
                                                 Session& session, Progress& progress, VerifyResult& sum);

/// A tenant that the run loaded and no file of the list is: what its schema holds now. nullopt: there is nothing.
[[nodiscard]] std::optional<TenantOutcome> stranger_schema(const RecordedFleet& fleet, const std::string& tenant,
                                                           Session& session);

}  // namespace lite2pg
