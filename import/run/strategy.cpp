#include "import/run/strategy.h"

#include <algorithm>

#include "import/run/report.h"
#include "import/run/text.h"

namespace lite2pg {

std::unique_ptr<RateLimit> rate_limit(const ImportOptions& options) {
  constexpr std::uint64_t megabyte = 1'000'000;
  return options.max_rate > 0 ? std::make_unique<RateLimit>(options.max_rate * megabyte) : nullptr;
}

HookFacts plan_facts(const Plan& plan) {
  std::uint64_t rows = 0;
  for (const TablePlan& table : plan.tables) rows += table.rows;
  return {{"tables", plan.tables.size()}, {"rows", rows}};
}

void check_rows(RunParts& parts, const std::vector<TableRecord>& loaded) {
  parts.source->rows().check_unchanged();
  const std::string differences = row_differences(parts.report, parts.plan, loaded);
  if (differences.empty()) return;
  parts.monitor.know({{"row_differences", differences}});
  throw Error(ExitCode::source, differences,
              "the source changed during the run: import a copy, or stop what writes to it");
}

void tell_refusals(RunParts& parts, const std::vector<Refusal>& refusals) {
  parts.say(refusal_text(parts.plan, refusals) + "\n");
  if (std::ranges::any_of(refusals, &Refusal::is_orphan)) parts.say(orphan_text(parts.source->orphans(parts.plan)));
  for (const Refusal& r : refusals) parts.report.warnings.push_back(r.table + ": " + r.message);
}

RunMonitor::Recorder recorder_of(Session& session) {
  return [&session](const std::vector<std::string>& statements) {
    Transaction transaction(session);
    for (const std::string& sql : statements) session.execute(sql);
    transaction.commit();
  };
}

}  // namespace lite2pg
