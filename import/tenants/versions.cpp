#include "import/tenants/versions.h"

#include <unistd.h>
#include <xxhash.h>

#include <array>

#include "common/error.h"
#include "import/tenants/schema_version.h"
#include "mapping/plan/parts_json.h"

namespace lite2pg {

std::uint64_t digest_seed(std::string_view run) { return XXH3_64bits(run.data(), run.size()); }

std::string worker_name() {
  std::array<char, 256> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0) host[0] = '?';
  return std::string(host.data()) + ":" + std::to_string(::getpid());
}

const FleetVersions::Version& FleetVersions::get(Session& session, const std::string& fingerprint) {
  const std::scoped_lock guard(lock_);
  std::unique_ptr<Version>& version = versions_[fingerprint];
  if (version) return *version;
  const auto rows =
      session.query("SELECT schema FROM lite2pg.fleet_version WHERE run = $1 AND version = $2", {run_, fingerprint});
  if (rows.empty()) throw Error(ExitCode::target, "the ledger has no schema version " + fingerprint);
  auto made = std::make_unique<Version>();
  made->schema = schema_from_json(rows[0][0].value_or(""));
  made->drift = drift_between(made->schema, newest_);
  if (made->drift.empty()) made->alignment.emplace(made->schema, newest_);
  version = std::move(made);
  return *version;
}

void record_version(Session& session, std::string_view run, const std::string& fingerprint, const Schema& schema) {
  Transaction transaction(session, claim_rules());
  session.execute("INSERT INTO lite2pg.fleet_version (run, version, schema) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                  {std::string(run), fingerprint, schema_to_json(schema)});
  transaction.commit();
}

}  // namespace lite2pg
