#include "verify/comparison/plan_source.h"

#include <algorithm>

#include "common/error.h"
#include "common/files.h"
#include "common/text.h"
#include "common/version.h"
#include "export/survey/survey.h"
#include "import/catalog/target_catalog.h"
#include "import/ledger/repairs.h"
#include "mapping/application/framework.h"
#include "mapping/codec/decode/decode.h"
#include "mapping/planning/make_plan.h"
#include "mapping/planning/tables_with_rows.h"
#include "verify/comparison/derive_plan.h"
#include "verify/sides/read_only.h"

namespace lite2pg {
namespace {

/// Whether the run loaded any of the source's tables: a schema may have been filled by several runs.
bool shares_tables(const Plan& plan, const VerifySource& source) {
  if (!source.digests && !source.rows) return true;
  return std::ranges::any_of(plan.tables, [&](const TablePlan& t) {
    if (source.digests) return source.digests->find(t.source, t.target) != nullptr;
    return source.rows->schema().find_table(t.source) != nullptr;
  });
}

void take_run(ChosenPlan& chosen, const RunRecord& run, Plan plan, Session& session) {
  chosen.plan = std::move(plan);
  chosen.run = run;
  chosen.planned_schema = !chosen.plan.options.existing;
  chosen.origin = "run " + run.id + " of the ledger (" + std::string(name_of(run.state)) + ")";
  const bool sets_aside = chosen.plan.options.orphans == OrphanPolicy::set_aside || chosen.plan.options.existing;
  if (sets_aside) chosen.orphans = ledger_orphans(session, run.id);
  chosen.misfits = ledger_misfits(session, run.id);
  if (run.state != RunState::published) return;
  for (const TableRecord& t : ledger_tables(session, run.id)) {
    chosen.import_xids[t.table].insert(static_cast<std::uint32_t>(t.xid));
  }
  take_repairs(session, run.id, chosen.import_xids);
}

/// No runs, and a line that says so, where the role may not look.
std::vector<RunRecord> readable_runs(ChosenPlan& chosen, Session& session) {
  try {
    const ReadOnly guard(session);
    return ledger_runs(session);
  } catch (const TargetError& e) {
    if (e.sqlstate() != "42501") throw;
    chosen.unproven.push_back(
        {"schema", "",
         "the ledger in schema lite2pg cannot be read by this role, and so what was planned: " + std::string(e.what()),
         Unproven::schema});
    return {};
  }
}

/// The plan of a run; nullopt, with a fault, when it is not the one that the run recorded.
std::optional<Plan> own_plan(ChosenPlan& chosen, const RunRecord& run, Session& session) {
  std::string why = "its plan does not have the hash that the run recorded";
  try {
    std::optional<Plan> plan = ledger_plan(session, run.id);
    if (!plan || hash_of(*plan) == run.plan_hash) return plan;
    if (run.tool_version != version()) {
      chosen.warnings.push_back("run " + run.id + " was made by lite2pg " + run.tool_version +
                                ": whether its plan was changed since cannot be told");
      return plan;
    }
  } catch (const TargetError&) {
    throw;
  } catch (const Error& e) {
    why = e.what();
  }
  chosen.faults.push_back("run " + run.id + ": " + why + ": it was changed after the import and is not used");
  return std::nullopt;
}

bool has_any(Session& session, const std::string& schema, const Plan& plan) {
  const auto rows = session.query(
      "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
      "WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f')",
      {schema});
  return std::ranges::any_of(rows, [&](const Fields& f) {
    return std::ranges::find(plan.tables, *f[0], &TablePlan::target) != plan.tables.end();
  });
}

[[noreturn]] void name_the_right_place(const RunRecord& run, const std::string& schema) {
  const std::string none = "; schema '" + schema + "' has none of them";
  if (run.state == RunState::published) {
    throw Error(ExitCode::usage, "the tables of run " + run.id + " are in schema '" + run.target_schema + "'" + none,
                "--schema " + run.target_schema);
  }
  const bool staged = run.state == RunState::staged;
  throw Error(
      ExitCode::usage,
      "run " + run.id + (staged ? " is not published" : " was rolled back") + ": its tables are in schema '" +
          run.staging_schema + "'" + none,
      "--run " + run.id + " takes them there; lite2pg-import TARGET --publish --run " + run.id + " publishes it");
}

/// Instead of a list of all tables as missing: which run has them, and where.
void require_right_place(ChosenPlan& chosen, const std::vector<RunRecord>& runs, const VerifyOptions& options,
                         const VerifySource& source, Session& session) {
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    if (run->state != RunState::published && !is_in_staging(*run)) continue;
    const std::optional<Plan> plan = own_plan(chosen, *run, session);
    if (!plan || !shares_tables(*plan, source)) continue;
    if (has_any(session, options.schema, *plan)) return;
    name_the_right_place(*run, options.schema);
  }
}

/// The rows of many files stand in its tables.
void refuse_fleet(const RunRecord& run, const Plan& plan) {
  if (plan.options.tenant.column.empty()) return;
  throw Error(ExitCode::usage, "run " + run.id + " loaded a fleet: its tables hold the rows of many files",
              "lite2pg-verify --fleet LIST TARGET proves all of them, with --tenant NAME one");
}

/// The latest run that fits; false when there is none and none was asked for.
bool take_ledger(ChosenPlan& chosen, const VerifyOptions& options, const VerifySource& source, Session& session) {
  const std::vector<RunRecord> runs = readable_runs(chosen, session);
  const ReadOnly guard(session);
  bool any = false;
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    if (!is_asked_for(*run, options)) continue;
    any = true;
    std::optional<Plan> plan = own_plan(chosen, *run, session);
    if (!plan || (options.run.empty() && !shares_tables(*plan, source))) continue;
    refuse_fleet(*run, *plan);
    take_run(chosen, *run, std::move(*plan), session);
    return true;
  }
  if (!options.run.empty() && !any) {
    throw Error(ExitCode::usage, "there is no run " + options.run + " in the target's ledger",
                "lite2pg-import TARGET --status lists them");
  }
  if (options.staged && !any) throw Error(ExitCode::usage, "there is no staged run in the target's ledger");
  if (!any) require_right_place(chosen, runs, options, source, session);
  return false;
}

void take_survey(ChosenPlan& chosen, const VerifyOptions& options, RowSource& rows, Progress& progress) {
  const std::string mapping = options.mapping.empty() ? "" : read_file(options.mapping, "mapping file");
  const auto tables = tables_with_rows(rows.schema(), options.common.tables, options.common.exclude, mapping);
  progress.start("survey", tables.size(), 0);
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

/// By the plan of an import; without one, the records of the framework that made the source, and what the user names.
void name_kept_tables(ChosenPlan& chosen, const VerifyOptions& options, const VerifySource& source, bool ledger) {
  for (TablePlan& table : chosen.plan.kept) {
    chosen.kept.insert(table.source);
    chosen.plan.tables.push_back(std::move(table));
  }
  chosen.plan.kept.clear();
  for (const TablePlan& table : chosen.plan.tables) {
    if (std::ranges::any_of(options.keep_target, [&](const auto& p) { return glob_match(p, table.source); }))
      chosen.kept.insert(table.source);
  }
  if (ledger || source.rows == nullptr) return;
  const auto framework = recognise(source.rows->schema());
  if (!framework) return;
  for (const OwnTable& own : framework->own) {
    if (own.role != TableRole::shared) chosen.kept.insert(own.table);
  }
}

}  // namespace

ChosenPlan choose_plan(const VerifyOptions& options, VerifySource& source, Session& session, Progress& progress) {
  ChosenPlan chosen;
  const bool ledger = take_ledger(chosen, options, source, session);
  const bool staged = ledger && is_in_staging(*chosen.run);
  const std::string schema = staged ? chosen.run->staging_schema : ledger ? chosen.run->target_schema : options.schema;
  {
    const ReadOnly guard(session);
    chosen.catalog = read_target_catalog(session, schema);
  }
  if (!ledger && source.digests) {
    take_digests(chosen, *source.digests);
  } else if (!ledger && source.plan && options.mapping.empty()) {
    chosen.plan = *source.plan;
    chosen.origin = "the archive";
  } else if (!ledger && source.rows) {
    take_survey(chosen, options, *source.rows, progress);
  }
  // A baseline may have been taken after the application wrote rows: what is not in it any more is damage to it.
  if (source.digests && source.digests->of_target) chosen.import_xids.clear();
  if (!session.can(Capability::row_writers)) chosen.import_xids.clear();
  name_kept_tables(chosen, options, source, ledger);
  fit_plan(chosen);
  return chosen;
}

bool is_asked_for(const RunRecord& run, const VerifyOptions& options) {
  if (!options.run.empty()) return run.id == options.run;
  const RunState wanted = options.staged ? RunState::staged : RunState::published;
  return run.state == wanted && (options.staged || run.target_schema == options.schema);
}

bool is_in_staging(const RunRecord& run) { return run.state == RunState::staged || run.state == RunState::rolled_back; }

void fit_plan(ChosenPlan& chosen) { chosen.as_planned = adapt_plan(chosen.plan, chosen.catalog, chosen.assumptions); }

void unfit_plan(ChosenPlan& chosen) {
  for (auto& [place, table] : chosen.as_planned) chosen.plan.tables[place] = std::move(table);
  chosen.as_planned.clear();
}

void AsPlanned::exchange() noexcept {
  for (auto& [place, table] : chosen_.as_planned) std::swap(chosen_.plan.tables[place], table);
}

void take_repairs(Session& session, const std::string& run, std::map<std::string, ImportXids>& xids) {
  for (const RepairRecord& r : ledger_repairs(session)) {
    if (r.kind != "repair" || r.run != run) continue;
    for (auto& [table, of_table] : xids) of_table.insert(r.xids.begin(), r.xids.end());
  }
}

}  // namespace lite2pg
