// One file of a fleet into the staging tables: its rows, their digests and its state in one transaction.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "common/console/progress.h"
#include "import/load/server.h"
#include "import/load/worker_connection.h"
#include "import/run/options.h"
#include "import/tenants/versions.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

class RateLimit;

/// What the loading threads of a process share.
struct FleetLoad {
  const ImportOptions& options;
  const RunRecord& run;
  const Plan& plan;
  FleetVersions& versions;
  LoadServer& server;
  Progress& progress;
  RateLimit* rate = nullptr;  ///< Of what all of them send; nullptr: as fast as it goes.
  bool late = false;          ///< The fleet is published already: each file is made visible by its own transaction.
};

/// One thread.
class FileLoader {
 public:
  /// `session`: for the claims.
  FileLoader(FleetLoad shared, Session& session, const StopFlag& stop);

  /// Loads a file that this process claimed, or sets it aside. When the claim was lost meanwhile, nothing happens.
  /// Throws TargetError for what does not pass after some tries, Error(interrupted).
  void load(FleetFiles& files, const ClaimedFile& file);

 private:
  [[nodiscard]] std::optional<AsideReason> try_load(FleetFiles& files, const ClaimedFile& file, unsigned attempt);
  /// Why a file is to be set aside that an error ended: all values that the plan refuses, when it was one of them.
  [[nodiscard]] std::optional<AsideReason> reason_for(const Error& error, const ClaimedFile& file);
  [[nodiscard]] std::optional<AsideReason> changed(RowSource& source, const ClaimedFile& file) const;
  /// False: the claim was lost.
  bool load_rows(RowSource& source, const ClaimedFile& file);
  void make_stage(const ClaimedFile& file);
  void load_table(std::size_t table, RowSource& source, Reader& reader, const ClaimedFile& file);
  [[nodiscard]] bool by_schema() const noexcept { return shared_.options.fleet.layout == FleetLayout::schema; }
  /// Where the file's rows go.
  [[nodiscard]] std::string stage(const ClaimedFile& file) const;
  [[nodiscard]] bool has_own_stage() const noexcept { return by_schema() || shared_.late; }
  /// What a schema of the file's own has beside rows.
  void complete_schema(const ClaimedFile& file);
  /// From the file's own stage into the tables that everybody sees. Throws Error(refused) when they hold rows of the
  /// tenant.
  void join_tables(const ClaimedFile& file);

  FleetLoad shared_;
  Session& session_;
  const StopFlag& stop_;
  Plan plan_;  ///< With the tenant as a constant.
  WorkerConnection connection_;
  FieldBuffer buffer_;
  std::vector<std::string> results_;  ///< Statements that record what was loaded.
};

}  // namespace lite2pg
