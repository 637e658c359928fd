#include "sync/delta/after_cutover.h"

#include "common/text.h"
#include "import/run/report.h"
#include "import/run/settings.h"
#include "sync/delta/leaf_changes.h"
#include "sync/delta/replan.h"
#include "sync/delta/round_source.h"

namespace lite2pg {
namespace {

/// "table a: up to 120 rows"; empty: it is as it was.
std::string written(Session& session, const RunRecord& run, PageSource& source, const TablePlan& plan,
                    std::uint64_t seed) {
  const Table* table = source.schema().find_table(plan.source);
  if (table == nullptr) return "table " + plan.source + ": gone";
  DataConnection connection(session);
  StoredFeed recorded(connection, run.id, plan.target);
  const LeafChanges changes = find_changes(source, *table, plan, seed, recorded);
  if (!changes.any()) return {};
  return "table " + plan.source + ": up to " + with_thousands(std::max(changes.rows_come(), changes.rows_gone())) +
         " rows";
}

}  // namespace

int tell_after_cutover(Session& session, const RunRecord& run, const DeltaSettings& settings, Report& report,
                       const Say& say) {
  report.run = run.id;
  report_run(report, run, session.target());
  const auto plan = ledger_plan(session, run.id);
  RoundSource source(settings, RoundSource::Use::short_read);
  std::vector<std::string> found;
  if (!is_same_schema(plan->schema, source.pages().schema())) found.emplace_back("its schema is another one");
  const Transaction transaction(session);
  for (const TablePlan& table : plan->tables) {
    std::string line = written(session, run, source.pages(), table, settings_of(run).live->seed);
    if (!line.empty()) found.push_back(std::move(line));
  }
  say("run " + run.id + " is published to schema " + run.target_schema + ": nothing is left to do\n");
  report.verdict = found.empty() ? Verdict::done : Verdict::different;
  for (const std::string& line : found) {
    say("written after the cutover: " + line + "\n");
    report.warnings.push_back("written after the cutover: " + line);
  }
  if (!found.empty())
    say("lite2pg-verify '" + settings.source + "' TARGET names the rows; lite2pg-sync '" + settings.source +
        "' TARGET --dry-run shows what would bring them over\n");
  return found.empty() ? 0 : static_cast<int>(ExitCode::different);
}

}  // namespace lite2pg
