// What the user asked of a fleet.
#pragma once

#include <cstdint>
#include <string>

namespace lite2pg {

/// Where the rows of a fleet's files go: into shared tables with a column that tells them apart, or a schema each.
enum class FleetLayout : std::uint8_t { column, schema };
/// What becomes of files whose schema is no earlier form of the newest.
enum class OnDrift : std::uint8_t { refuse, aside };

/// Many files at once (import/fleet). `tenant` of the plan's options is made from these.
struct FleetOptions {
  std::string list;  ///< Empty: no fleet. A file of paths, "-", or a glob.
  std::string tenant_column = "tenant";
  std::string tenant_from = "stem";
  FleetLayout layout = FleetLayout::column;
  unsigned partitions = 0;  ///< --partition-by-tenant
  unsigned max_failed = 0;  ///< Files that may be set aside without stopping the others from being published.
  OnDrift on_drift = OnDrift::refuse;
  bool publish_each = false;  ///< Layout schema: each tenant as soon as it is loaded.
};

}  // namespace lite2pg
