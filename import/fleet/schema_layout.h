// A schema a tenant: each file's tables are made, filled and completed in a schema of their own, in one transaction,
// and become visible when that is given the tenant's name. ALTER SCHEMA RENAME takes no lock on the tables in it, SET
// SCHEMA one on each (and an index's, and a sequence's).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "import/ledger/ledger.h"
#include "import/postgres/session.h"
#include "import/tenants/list.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// So many schemas and more are told of: each of their relations is a row of the catalog.
inline constexpr std::size_t many_schemas = 1000;

/// Throws Error(usage) for a tenant whose name no schema can have.
void check_schema_names(const std::vector<FleetFile>& files);
/// Throws Error(refused) naming the run's tenants whose schemas stand in the target already.
void check_schemas_free(Session& session, std::string_view run);

/// Where file `number` of a run is staged.
[[nodiscard]] std::string stage_of(const RunRecord& run, unsigned number);

/// The statements before the rows: the schema, its types and tables.
[[nodiscard]] std::vector<std::string> making_sql(const Plan& plan, std::string_view stage);
/// The statements after the rows: keys, indexes, checks, identities, statistics, foreign keys, views, comments.
[[nodiscard]] std::vector<std::string> finishing_sql(const Plan& plan, std::string_view stage);
/// The statements that give a staged schema its tenant's name, and make what names it: triggers.
[[nodiscard]] std::vector<std::string> publishing_sql(const Plan& plan, std::string_view stage,
                                                      std::string_view tenant);

/// Gives all staged schemas of the run their tenants' names, in one transaction, and records that it is published.
/// Throws Error(refused) while files are still to be loaded, TargetError.
void publish_schemas(Session& session, const RunRecord& run, const Plan& plan, unsigned lock_timeout_seconds);

/// Drops what a run that is not published staged; the schemas' number.
std::size_t drop_staged_schemas(Session& session, const RunRecord& run);

}  // namespace lite2pg
