// What the processes of a fleet's run share, each for itself: the run, its plan, and how the versions of the schema
// fit.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "import/ledger/ledger.h"
#include "import/tenants/aligned_source.h"
#include "import/tenants/files.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// The seed of a run's digests: the same for all its processes.
[[nodiscard]] std::uint64_t digest_seed(std::string_view run);

/// "host:pid", for --status.
[[nodiscard]] std::string worker_name();

/// The schema versions of a run's files, read from the ledger when they are asked for, and what makes each of them the
/// plan's. Any thread.
class FleetVersions {
 public:
  /// `newest` must outlive it.
  FleetVersions(std::string run, const Schema& newest) : run_(std::move(run)), newest_(newest) {}

  struct Version {
    Schema schema;
    std::string drift;  ///< Why it does not join; empty: it does.
    std::optional<Alignment> alignment;
  };
  /// Throws Error(target) when the ledger has no such version.
  [[nodiscard]] const Version& get(Session& session, const std::string& fingerprint);

 private:
  std::string run_;
  const Schema& newest_;
  std::mutex lock_;
  std::map<std::string, std::unique_ptr<Version>, std::less<>> versions_;
};

/// Records a version that the ledger may have already; in the session's own transaction.
void record_version(Session& session, std::string_view run, const std::string& fingerprint, const Schema& schema);

}  // namespace lite2pg
