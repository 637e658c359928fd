// Rounds: each brings the staged tables of a live run up to the state of a new snapshot.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "common/console/progress.h"
#include "common/say.h"
#include "import/load/monitor.h"
#include "mapping/documents/report.h"
#include "sync/delta/live_run.h"
#include "sync/delta/position.h"
#include "sync/delta/round_source.h"
#include "sync/delta/table_step.h"

namespace lite2pg {

struct RoundResult {
  std::uint64_t inserted = 0, updated = 0, deleted = 0;
  std::uint64_t leaves = 0, leaves_changed = 0;
  double seconds = 0;             ///< In all.
  double work_seconds = 0;        ///< Finding and applying changes: what a freeze has to do too.
  double blocked = 0;             ///< Seconds for which writers could not commit.
  std::vector<TableStep> tables;  ///< That were touched.
  bool planned_again = false;
  bool unchanged = false;  ///< Nothing was written since the last round: nothing was read. work_seconds is that one's.
  std::string position;    ///< Of the source; empty: it cannot be told.

  [[nodiscard]] std::uint64_t rows() const noexcept { return inserted + updated + deleted; }
  void add(TableStep&& step);
};

/// Seconds that a freeze would last if it were to be now.
[[nodiscard]] double estimate_of_freeze(const RoundResult& last);

/// "round 2: 120 rows inserted, ..."
[[nodiscard]] std::string describe(const RoundResult& round, std::size_t number);
/// For the report.
[[nodiscard]] nlohmann::ordered_json to_json(const std::vector<RoundResult>& rounds);

class Rounds {
 public:
  Rounds(LiveRun& run, const DeltaSettings& settings, RunMonitor& monitor, Progress& progress, Say say)
      : run_(run), settings_(settings), monitor_(monitor), progress_(progress), say_(std::move(say)) {}

  /// As many as the settings say. Throws Error; what earlier rounds did stays.
  void run();
  /// One more; at the end the plan is that of the source.
  const RoundResult& step();
  [[nodiscard]] const std::vector<RoundResult>& done() const noexcept { return done_; }

 private:
  [[nodiscard]] bool is_enough() const;
  RoundResult attempt();
  [[nodiscard]] bool stands_at(const std::string& position) const;
  [[nodiscard]] RoundResult nothing_written() const;
  void begun();
  RoundResult read(RoundSource& source);
  void plan_anew(RoundSource& source, RoundResult& result);
  void take_plan(Plan&& plan, RoundSource& source, RoundResult& result);
  TableStep step_one(RoundSource& source, const TablePlan& table);

  LiveRun& run_;
  const DeltaSettings& settings_;
  RunMonitor& monitor_;
  Progress& progress_;
  const Say say_;
  std::vector<RoundResult> done_;
  bool needs_plan_ = false;
  std::optional<LastRound> last_;  ///< As the ledger knows it.
};

}  // namespace lite2pg
