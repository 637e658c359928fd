// A schema a tenant: each file's tables are made, filled and completed in a schema of their own, in one transaction,
// and become visible when that is given the tenant's name. ALTER SCHEMA RENAME takes no lock on the tables in it, SET
// SCHEMA one on each (and an index's, and a sequence's).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "import/ledger/ledger.h"
#include "import/postgres/session.h"
#include "import/publish/publish.h"
#include "import/tenants/list.h"
#include "import/tenants/settings.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// So many schemas and more are told of: each of their relations is a row of the catalog.
inline constexpr std::size_t many_schemas = 1000;
/// The warning for so many tenants with a schema each; empty: there is nothing to warn of.
[[nodiscard]] std::string many_schemas_warning(std::size_t tenants);

/// Throws Error(usage) for a tenant whose name no schema can have.
void check_schema_names(const std::vector<FleetFile>& files);
/// Throws Error(refused) naming the run's tenants whose schemas stand in the target already.
void check_schemas_free(Session& session, std::string_view run);

/// The statements that give a staged schema its tenant's name, and make what names it: triggers.
[[nodiscard]] std::vector<std::string> publishing_sql(const Plan& plan, std::string_view stage,
                                                      std::string_view tenant);

/// Gives all staged schemas of the run their tenants' names, in one transaction, and records that it is published.
/// Throws Error(refused) while files are still to be loaded, TargetError.
void publish_schemas(Session& session, const RunRecord& run, const Plan& plan, unsigned lock_timeout_seconds);

/// The statement that remembers schemas which just got their tenants' names, for the way back; of one file, or of all
/// that are done.
[[nodiscard]] std::string remember_schemas_sql(std::string_view run, std::optional<unsigned> file = {});

/// The way back: the tenants' schemas are staged again, whatever they are called by now. Warnings name those that are
/// gone. Throws Error(refused) when none is left, TargetError.
PublishResult roll_back_schemas(Session& session, const RunRecord& run, const Plan& plan,
                                unsigned lock_timeout_seconds);

/// Drops what a run that is not published staged; the schemas' number.
std::size_t drop_staged_schemas(Session& session, const RunRecord& run);

}  // namespace lite2pg
