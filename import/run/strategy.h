// The two ways of loading, as the list of phases (import_run.h) sees them: into a staging schema and from there
// published, or into tables that stand in the target, in one transaction.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/console/progress.h"
#include "common/rate_limit.h"
#include "common/say.h"
#include "import/load/leading_session.h"
#include "import/load/monitor.h"
#include "import/load/step.h"
#include "import/load/window.h"
#include "import/run/options.h"
#include "import/run/source_plan.h"
#include "mapping/documents/report.h"

namespace lite2pg {

/// What the phases of one run share.
struct RunParts {
  const ImportOptions& options;
  Progress& progress;
  Report& report;
  RunMonitor& monitor;
  const Say say;
  const Window window;
  const Target target;
  LeadingSession session;
  std::unique_ptr<ImportSource> source = {};
  Plan plan = {};
  OrphansByTable orphans = {};  ///< Rows that are set aside.
  RunRecord run = {};
  std::vector<TableRecord> loaded = {};  ///< When the load is done.
  double load_seconds = 0;
};

class LoadStrategy {
 public:
  virtual ~LoadStrategy() = default;

  /// Whether server and role allow it; called for each new connection. Throws Error(target).
  virtual void check_server(Session& session) const = 0;
  /// The tables that stand there and decide by their types; nullptr: they are made.
  virtual const TargetCatalog* read_target(Session& session, const Schema& source) = 0;
  /// Throws Error(refused) while nothing is written, when what stands in the target forbids the load.
  virtual void check_target(RunParts& parts) = 0;
  /// What --dry-run says of it beside the plan.
  virtual std::string preview(RunParts& parts) = 0;
  /// Fills in what the ledger is to keep of the run: schemas and settings.
  virtual void describe(RunParts& parts) = 0;
  /// Takes up a run that was stopped, by what the ledger keeps of it. Throws Error(refused) when it cannot go on.
  virtual void take_up(RunParts& parts) = 0;

  /// Loads and checks all of it. Tells `parts.loaded`.
  virtual void load(RunParts& parts) = 0;
  /// Settles a run whose load ended with `error`; the error that the process ends with.
  [[nodiscard]] virtual Error end_early(RunParts& parts, const Error& error) = 0;
  /// Makes what is loaded visible. Throws with nothing changed.
  virtual void publish(RunParts& parts) = 0;
  /// What people are told at the end; warnings go to the report.
  virtual std::string closing(RunParts& parts) = 0;
};

[[nodiscard]] std::unique_ptr<LoadStrategy> make_staged_strategy(const ImportOptions& options);
[[nodiscard]] std::unique_ptr<LoadStrategy> make_existing_strategy(const ImportOptions& options);

/// The throttle that --max-rate asks for; nullptr: none.
[[nodiscard]] std::unique_ptr<RateLimit> rate_limit(const ImportOptions& options);

/// The facts of hooks that belong to no table.
[[nodiscard]] HookFacts plan_facts(const Plan& plan);
/// Throws Error(source) naming the tables of which other rows were read than the survey counted, and when the source
/// changed meanwhile.
void check_rows(RunParts& parts, const std::vector<TableRecord>& loaded);
/// Says what the server refused, with the orphans when they are why, and puts it into the report.
void tell_refusals(RunParts& parts, const std::vector<Refusal>& refusals);
/// Records an answer of a hook by the leading session.
[[nodiscard]] RunMonitor::Recorder recorder_of(Session& session);

}  // namespace lite2pg
