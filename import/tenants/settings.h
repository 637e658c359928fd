// What a fleet's run notes of itself in the ledger.
#pragma once

#include <optional>
#include <string>

#include "import/ledger/ledger.h"
#include "import/tenants/options.h"

namespace lite2pg {

/// What the ledger's settings keep of a fleet.
struct FleetSettings {
  std::string list;     ///< hash_of the files.
  std::string choices;  ///< Hash of the options that decide what is loaded, and how.
  FleetLayout layout = FleetLayout::column;
  std::string tenant_column;
};

/// Whether the run is a fleet's; nullopt: one file's.
[[nodiscard]] std::optional<FleetSettings> fleet_settings(const RunRecord& run);
/// With a schema a tenant: the one in which file `number` of a run is staged.
[[nodiscard]] std::string stage_of(const RunRecord& run, unsigned number);
/// The column "settings" of lite2pg.run.
[[nodiscard]] std::string to_json(const FleetSettings& settings);

}  // namespace lite2pg
