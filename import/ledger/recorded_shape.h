// The shape of a run's schema as the catalog spelled it when the run made it (or, for a load into tables that stood
// there, before it touched them): what lite2pg-verify compares today's catalog with, so that it need not make anything.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "import/catalog/schema_shape.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// Table lite2pg.run_shape.
[[nodiscard]] std::string recorded_shape_ddl();

/// Records the shape of the plan's tables and views as they stand in `schema`; a later call for the same run replaces
/// the record. In the open transaction whose state is to be recorded: at its end, since it changes settings of the
/// transaction (shape_settings_sql).
void record_shape(Session& session, std::string_view run, const Plan& plan, const std::string& schema);

struct RecordedShape {
  std::string schema;      ///< Where it stood.
  int server_version = 0;  ///< 150018: another major version may spell expressions differently.
  SchemaShape shape;
};

/// nullopt when the run has none (it is older than such records, or was never staged). Throws Error(target) when the
/// record is not what was written: its hash is not its own.
[[nodiscard]] std::optional<RecordedShape> recorded_shape(Session& session, std::string_view run);

/// Whether the run's record is of `shape` in this schema of this server: without fetching it, which for thousands of
/// tables is some MB.
[[nodiscard]] bool is_recorded_shape(Session& session, std::string_view run, std::string_view schema,
                                     const SchemaShape& shape);

/// What of `shape` belongs to the plan.
[[nodiscard]] SchemaShape shape_of_plan(SchemaShape shape, const Plan& plan);

}  // namespace lite2pg
