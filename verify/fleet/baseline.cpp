#include "verify/fleet/baseline.h"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "common/error.h"
#include "common/files.h"
#include "common/json_text.h"
#include "common/text.h"

namespace lite2pg {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* format = "lite2pg-fleet-baseline-1";

BaselineChange change(const std::string& tenant, const std::string& table, std::uint64_t then, std::uint64_t now) {
  return {"tenant " + tenant + ": " + table, then, now, 1, 1};
}

}  // namespace

std::optional<FleetBaseline> read_fleet_baseline(const std::string& path) {
  if (path.empty() || !std::filesystem::exists(path)) return std::nullopt;
  try {
    const Json json = read_ordered_json(read_file(path, "baseline"));
    if (json.at("format") != format) throw std::runtime_error("another format");
    FleetBaseline baseline;
    baseline.seed = std::stoull(json.at("seed").get<std::string>());
    baseline.created_at = json.at("created_at");
    for (const Json& t : json.at("tables")) {
      baseline.tables[{t.at(0), t.at(1)}] = {t.at(2).get<std::uint64_t>(), t.at(3).get<std::string>()};
    }
    return baseline;
  } catch (const Error&) {
    throw;
  } catch (const std::exception&) {
    throw Error(ExitCode::usage, path + " is no baseline of a fleet", "use another file for --baseline");
  }
}

std::string fleet_baseline_text(std::uint64_t seed, const std::vector<TenantOutcome>& tenants) {
  Json tables = Json::array();
  for (const TenantOutcome& tenant : tenants) {
    for (const TenantTable& t : tenant.tables) {
      if (t.rows_target > 0) tables.push_back({tenant.tenant, t.table, t.rows_target, t.digest_target});
    }
  }
  return json_text(
             Json{{"format", format}, {"seed", std::to_string(seed)}, {"created_at", utc_now()}, {"tables", tables}},
             NotUtf8::replaced) +
         "\n";
}

std::vector<BaselineChange> changes_since(const FleetBaseline& then, const std::vector<TenantOutcome>& tenants) {
  std::vector<BaselineChange> changes;
  auto gone = then.tables;
  for (const TenantOutcome& tenant : tenants) {
    for (const TenantTable& t : tenant.tables) {
      const auto found = gone.extract({tenant.tenant, t.table});
      const std::uint64_t rows = found.empty() ? 0 : found.mapped().first;
      const bool same =
          found.empty() ? t.rows_target == 0 : rows == t.rows_target && found.mapped().second == t.digest_target;
      if (!same) changes.push_back(change(tenant.tenant, t.table, rows, t.rows_target));
    }
  }
  for (const auto& [key, value] : gone) changes.push_back(change(key.first, key.second, value.first, 0));
  return changes;
}

}  // namespace lite2pg
