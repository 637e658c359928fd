#include "verify/tool/plan_source.h"

#include <algorithm>

#include "common/error.h"
#include "common/files.h"
#include "common/text.h"
#include "export/survey/survey.h"
#include "import/postgres/target_catalog.h"
#include "mapping/planning/make_plan.h"
#include "verify/tool/derive_plan.h"

namespace lite2pg {
namespace {

/// Whether the run loaded any of the source's tables: a schema may have been filled by several runs.
bool shares_tables(const Plan& plan, const VerifySource& source) {
  return std::ranges::any_of(plan.tables, [&](const TablePlan& t) {
    if (source.digests) return source.digests->find(t.source, t.target) != nullptr;
    return source.rows->schema().find_table(t.source) != nullptr;
  });
}

bool fits(const RunRecord& run, const VerifyOptions& options) {
  if (!options.run.empty()) return run.id == options.run;
  const RunState wanted = options.staged ? RunState::staged : RunState::published;
  return run.state == wanted && (options.staged || run.target_schema == options.schema);
}

void take_run(ChosenPlan& chosen, const RunRecord& run, Plan plan, Session& session) {
  chosen.plan = std::move(plan);
  chosen.run = run;
  chosen.planned_schema = !chosen.plan.options.existing;
  chosen.origin = "run " + run.id + " of the ledger (" + std::string(name_of(run.state)) + ")";
  if (run.state != RunState::published) return;
  for (const TableRecord& t : ledger_tables(session, run.id)) {
    chosen.import_xids[t.table].insert(static_cast<std::uint32_t>(t.xid));
  }
}

/// No runs, with a warning, where the role may not look.
std::vector<RunRecord> readable_runs(ChosenPlan& chosen, Session& session) {
  try {
    return ledger_runs(session);
  } catch (const TargetError& e) {
    if (e.sqlstate() != "42501") throw;
    chosen.warnings.push_back("the ledger in schema lite2pg cannot be read by this role: " + std::string(e.what()));
    return {};
  }
}

/// The latest run that fits; false when there is none and none was asked for.
bool take_ledger(ChosenPlan& chosen, const VerifyOptions& options, const VerifySource& source, Session& session) {
  std::vector<RunRecord> runs = readable_runs(chosen, session);
  std::erase_if(runs, [&](const RunRecord& run) { return !fits(run, options); });
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    std::optional<Plan> plan = ledger_plan(session, run->id);
    if (!plan || (options.run.empty() && !shares_tables(*plan, source))) continue;
    take_run(chosen, *run, std::move(*plan), session);
    return true;
  }
  if (!options.run.empty()) {
    throw Error(ExitCode::usage, "there is no run " + options.run + " in the target's ledger",
                "lite2pg-import TARGET --status lists them");
  }
  if (options.staged) throw Error(ExitCode::usage, "there is no staged run in the target's ledger");
  return false;
}

void take_survey(ChosenPlan& chosen, const VerifyOptions& options, RowSource& rows, Progress& progress) {
  std::vector<const Table*> tables;
  for (const Table& t : rows.schema().tables) {
    const bool has_rows = t.kind == TableKind::rowid || t.kind == TableKind::without_rowid;
    if (has_rows && is_selected(t.name, options.common.tables, options.common.exclude)) tables.push_back(&t);
  }
  progress.start("survey", tables.size(), 0);
  const std::string mapping = options.mapping.empty() ? "" : read_file(options.mapping, "mapping file");
  auto census = survey(
      rows, tables, options.common.jobs,
      [&](const Table&, std::uint64_t n, std::uint64_t bytes) { progress.add(n, bytes); },
      CensusForm(mapping, &chosen.catalog));
  progress.end();
  PlanOptions wishes;
  wishes.on_misfit = MisfitPolicy::widen;
  wishes.tables = options.common.tables;
  wishes.exclude = options.common.exclude;
  chosen.plan = make_plan(rows.schema(), std::move(census), wishes, mapping);
  chosen.origin = "derived from the target's column types";
  chosen.planned_schema = false;
}

/// A plan of what recorded digests tell: names, codecs, key. Nothing about the schema.
void take_digests(ChosenPlan& chosen, const RecordedDigests& digests) {
  for (const RecordedTable& t : digests.tables) {
    TablePlan& table = chosen.plan.tables.emplace_back();
    table.source = t.source;
    table.target = t.target;
    table.key = t.key;
    for (const DigestColumn& d : t.columns) {
      ColumnPlan& column = table.columns.emplace_back();
      column.source = d.source;
      column.target = d.target;
      column.source_index = static_cast<int>(table.columns.size()) - 1;
      column.type = d.type;
      column.codec = d.codec;
      column.fidelity = is_spelling_exact(d.codec) ? Fidelity::exact : Fidelity::equivalent;
    }
  }
  chosen.origin = digests.about;
  chosen.planned_schema = false;
}

}  // namespace

ChosenPlan choose_plan(const VerifyOptions& options, VerifySource& source, Session& session, Progress& progress) {
  ChosenPlan chosen;
  const bool ledger = take_ledger(chosen, options, source, session);
  const bool staged = ledger && chosen.run->state == RunState::staged;
  const std::string schema = staged ? chosen.run->staging_schema : ledger ? chosen.run->target_schema : options.schema;
  chosen.catalog = read_target_catalog(session, schema);
  if (!ledger && source.digests) {
    take_digests(chosen, *source.digests);
  } else if (!ledger && source.plan && options.mapping.empty()) {
    chosen.plan = *source.plan;
    chosen.origin = "the archive";
  } else if (!ledger) {
    take_survey(chosen, options, *source.rows, progress);
  }
  // A baseline may have been taken after the application wrote rows: what is not in it any more is damage to it.
  if (source.digests && source.digests->of_target) chosen.import_xids.clear();
  chosen.planned = chosen.plan;
  chosen.planned.census.clear();
  adapt_plan(chosen.plan, chosen.catalog, chosen.assumptions);
  return chosen;
}

}  // namespace lite2pg
