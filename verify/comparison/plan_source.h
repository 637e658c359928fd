// Where a run's plan comes from: the ledger of the target, the archive, the manifest, or, failing these, what the
// source holds and the types that the target has.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "common/console/progress.h"
#include "import/catalog/target_catalog.h"
#include "import/ledger/ledger.h"
#include "verify/comparison/settings.h"
#include "verify/comparison/source.h"
#include "verify/rows/locate.h"

namespace lite2pg {

struct ChosenPlan {
  Plan plan;  ///< Fits the target's types and the spelling of its names.
  /// Of its tables those that were planned otherwise, as they were planned, by their place: plans of thousands of
  /// tables are large, and seldom differ.
  std::map<std::size_t, TablePlan> as_planned;
  std::string origin;            ///< For people: "run 20261121T101500Z-3f9a of the ledger".
  std::optional<RunRecord> run;  ///< When it is from the ledger.
  bool planned_schema = true;    ///< False: nobody planned the target's schema; it was made elsewhere.
  TargetCatalog catalog;         ///< Of the schema that is verified.
  std::vector<std::string> assumptions, warnings;
  std::set<std::string>
      kept;  ///< Tables of the source that were not loaded: the target's own rows stay (--keep-target).
  std::vector<std::string> faults;    ///< Of the ledger: what it says is not what the run wrote.
  std::vector<NotCompared> unproven;  ///< What could not be read of the ledger.
  /// By target table: rows of the source that the run set aside because a constraint would not hold with them.
  std::map<std::string, std::vector<std::string>> orphans;
  /// By target table: how many rows the ledger keeps that were set aside because a value did not fit.
  std::map<std::string, std::uint64_t> misfits;
  std::map<std::string, ImportXids> import_xids;  ///< By target table; only for published runs.
};

/// Whether the options mean this run: the one that they name, or a staged one, or one that is published in the schema.
[[nodiscard]] bool is_asked_for(const RunRecord& run, const VerifyOptions& options);
/// Whether its tables stand in its staging schema.
[[nodiscard]] bool is_in_staging(const RunRecord& run);

/// Fits the plan to the catalog.
void fit_plan(ChosenPlan& chosen);
/// Takes that back.
void unfit_plan(ChosenPlan& chosen);

/// While it lives, the plan's tables are as they were planned: what the schema is compared with.
class AsPlanned {
 public:
  /// `chosen` must outlive it.
  explicit AsPlanned(ChosenPlan& chosen) : chosen_(chosen) { exchange(); }
  ~AsPlanned() { exchange(); }
  AsPlanned(const AsPlanned&) = delete;
  AsPlanned& operator=(const AsPlanned&) = delete;

 private:
  void exchange() noexcept;
  ChosenPlan& chosen_;
};

/// May survey the source (a target without ledger). A source of nothing asks for the ledger alone: without a run there
/// is no plan then. `session` must be in no transaction. Throws Error(usage) for a run
/// that is not there, or whose tables stand elsewhere; Error(target).
[[nodiscard]] ChosenPlan choose_plan(const VerifyOptions& options, VerifySource& source, Session& session,
                                     Progress& progress);

/// Rows that a repair put right count as the import's: adds the repairs of the run to each table's transactions.
void take_repairs(Session& session, const std::string& run, std::map<std::string, ImportXids>& xids);

}  // namespace lite2pg
