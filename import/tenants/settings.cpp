#include "import/tenants/settings.h"

#include <nlohmann/json.hpp>

#include "common/json_text.h"

namespace lite2pg {
namespace {

using Json = nlohmann::ordered_json;

std::string layout_name(FleetLayout layout) { return layout == FleetLayout::column ? "column" : "schema"; }

}  // namespace

std::string to_json(const FleetSettings& s) {
  return json_text(Json{{"slices", Json::object()},
                        {"fleet",
                         {{"list", s.list},
                          {"choices", s.choices},
                          {"layout", layout_name(s.layout)},
                          {"tenant_column", s.tenant_column}}}});
}

std::string stage_of(const RunRecord& run, unsigned number) {
  return run.staging_schema + "_" + std::to_string(number);
}

std::optional<FleetSettings> fleet_settings(const RunRecord& run) {
  const auto json = try_json(run.settings);
  if (!json.is_object() || !json.contains("fleet")) return std::nullopt;
  const auto& fleet = json["fleet"];
  const bool by_schema = fleet.value("layout", "column") == "schema";
  return FleetSettings{fleet.value("list", ""), fleet.value("choices", ""),
                       by_schema ? FleetLayout::schema : FleetLayout::column, fleet.value("tenant_column", "tenant")};
}

}  // namespace lite2pg
