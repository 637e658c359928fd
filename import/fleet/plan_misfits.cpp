#include "import/fleet/plan_misfits.h"

#include <algorithm>

#include "common/console/log.h"
#include "common/interrupt.h"
#include "export/survey/misfit_scan.h"
#include "import/run/source_plan.h"
#include "import/tenants/aligned_source.h"

namespace lite2pg {
namespace {

std::vector<ListedMisfit> listed(const std::string& path, const FleetVersions::Version& version, const Plan& plan,
                                 const CommonOptions& options) {
  if (!version.alignment) return {};
  ImportSource source(path, options);
  AlignedSource aligned(source.rows(), *version.alignment);
  return list_misfit_rows(aligned, plan, options.jobs);
}

/// The plan, with a suspicion in the place of what is known to be: each file has its own share, or none.
Plan suspecting(const Plan& plan, const std::vector<MisfitReport>& misfits) {
  Plan own;
  own.tables = plan.tables;
  own.trials = plan.trials;
  own.misfits = misfits;
  for (MisfitReport& m : own.misfits) m.suspected = true;
  return own;
}

}  // namespace

std::vector<ListedMisfit> misfits_of_file(const std::string& path, const FleetVersions::Version& version,
                                          const Plan& plan, const CommonOptions& options) {
  std::vector<MisfitReport> suspicions;
  for (const TablePlan& table : plan.tables) {
    for (const ColumnPlan& column : table.columns) {
      if (column.source_index < 0 || column.on_misfit != MisfitAction::refuse) continue;
      MisfitReport& suspicion = suspicions.emplace_back();
      suspicion.table = table.source;
      suspicion.column = column.source;
    }
  }
  return listed(path, version, suspecting(plan, suspicions), options);
}

FleetMisfits misfits_of_plan(Session& session, const std::string& run, const Plan& plan, const ImportOptions& options) {
  FleetMisfits all;
  FleetVersions versions(run, plan.schema);
  const Plan own = suspecting(plan, plan.misfits);
  for (std::string last = "0";;) {
    const auto rows = session.query(
        "SELECT file, path, tenant, version FROM lite2pg.fleet_file WHERE run = $1 AND state = 'surveyed' AND file > "
        "$2::pg_catalog.int4 ORDER BY file LIMIT 100",
        {run, last});
    if (rows.empty()) return all;
    for (const Fields& row : rows) {
      throw_if_interrupted();
      try {
        const auto& version = versions.get(session, text_of(row, 3));
        all.add(text_of(row, 1), text_of(row, 2), listed(text_of(row, 1), version, own, options.common));
      } catch (const Error& e) {
        if (e.code() != ExitCode::source && e.code() != ExitCode::archive) throw;
        log_warn("{}: {}", text_of(row, 1), e.what());
      }
    }
    last = text_of(rows.back(), 0);
  }
}

}  // namespace lite2pg
