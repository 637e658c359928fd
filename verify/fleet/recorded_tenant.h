// One tenant of a fleet as what a tool for one source works on.
#pragma once

#include <string>
#include <vector>

#include "verify/fleet/fleet_run_record.h"

namespace lite2pg {

struct RecordedTenant {
  ChosenPlan chosen;  ///< The run's source is the tenant's file.
  RecordedFile file;
  FileNotes notes;
  std::vector<TableRecord> records;  ///< What of it was loaded, by table.
  std::string only;  ///< Condition on the rows of shared tables that are its own; empty: its tables are its own.
};

/// The plan for a tenant that has a schema of its own. `session` must be in no transaction.
[[nodiscard]] ChosenPlan chosen_for(const RecordedFleet& fleet, const std::string& tenant, Session& session);

/// SQL condition on rows of shared tables.
[[nodiscard]] std::string is_tenant_sql(const FleetSettings& settings, const std::string& tenant);

/// Of the run that `options` name, else of the latest fleet into their schema. `session` must be in no transaction.
/// Throws Error(usage) when there is no such tenant, Error(refused) when it was not loaded.
[[nodiscard]] RecordedTenant recorded_tenant(const VerifyOptions& options, Session& session, const std::string& tenant);

/// A tool for one source found a fleet's run: throws Error(usage) that says how to name a tenant.
void require_no_fleet(const ChosenPlan& chosen);

}  // namespace lite2pg
