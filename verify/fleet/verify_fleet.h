// Proves a fleet: per tenant and table, the rows that have the tenant's name against that tenant's file, in one pass
// over the target.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "common/console/progress.h"
#include "verify/comparison/result.h"
#include "verify/comparison/settings.h"

namespace lite2pg {

struct TenantTable {
  std::string table;  ///< In the source.
  std::uint64_t rows_source = 0, rows_target = 0;
  std::string digest_source, digest_target;
  bool equal = false;
};

/// Unread: the file could not be read. Stranger: there is no file.
enum class TenantVerdict : std::uint8_t { equal, different, unread, stranger };
/// As the report says it.
[[nodiscard]] std::string_view name_of(TenantVerdict verdict) noexcept;

struct TenantOutcome {
  std::string tenant, path;
  TenantVerdict verdict = TenantVerdict::unread;
  std::string reason;  ///< Why it could not be compared, or why it was not loaded.
  std::uint64_t rows_source = 0, rows_target = 0;
  std::vector<TenantTable> tables;  ///< Those that hold rows on either side.
};

struct FleetResult {
  VerifyResult sum;  ///< Over all tenants; the differences name theirs.
  std::vector<TenantOutcome> tenants;
};

/// Opens the target and the fleet's run in its ledger, digests both sides and looks again at what differs. Throws
/// Error; Error(usage) when the target has no such run, or the list no such tenant.
[[nodiscard]] FleetResult verify_fleet(const VerifyOptions& options, Progress& progress);

/// One tenant of the fleet against its file, which no list names.
[[nodiscard]] FleetResult verify_tenant(const VerifyOptions& options, const std::string& path, Progress& progress);

/// A line each for tenants that are not equal, then how many are.
[[nodiscard]] std::string tenants_text(const std::vector<TenantOutcome>& tenants);
/// For the report's key "tenants".
[[nodiscard]] nlohmann::ordered_json tenants_json(const std::vector<TenantOutcome>& tenants);

}  // namespace lite2pg
