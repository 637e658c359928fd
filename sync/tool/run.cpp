#include "sync/tool/run.h"

#include "common/error.h"
#include "import/run/monitored_run.h"
#include "import/run/report.h"
#include "mapping/page/reported_run.h"
#include "sync/back/back.h"
#include "sync/back/rejected_rows.h"
#include "sync/delta/catch_up.h"
#include "sync/delta/live_run.h"
#include "sync/tool/metrics.h"
#include "sync/tool/repair_task.h"

namespace lite2pg {
namespace {

BackSettings back_settings(const SyncOptions& o) {
  return {o.common, o.target, o.schema, o.run, o.tenant, o.back, o.on_misfit, o.added, o.dropped};
}

DeltaSettings delta_settings(const SyncOptions& o) {
  return {o.common, o.source, o.target, o.run, o.rounds, o.freeze_target, o.freeze, o.replace, o.lock_timeout};
}

RepairSettings repair_settings(const SyncOptions& o) {
  RepairSettings s;
  s.common = o.common;
  s.source = o.source;
  s.target = o.target;
  s.schema = o.schema;
  s.run = o.run;
  s.tenant = o.tenant;
  s.mapping = o.mapping;
  s.scope = o.scope;
  s.no_delete = o.no_delete;
  s.dry_run = o.dry_run;
  s.sql_out = o.sql_out;
  s.max_changes = parse_max_changes(o.max_changes);
  return s;
}

UndoSettings undo_settings(const SyncOptions& o) { return {o.common, o.target, o.undo.value_or(""), o.dry_run}; }

std::string task_name(SyncTask task) {
  switch (task) {
    case SyncTask::step: return "sync";
    case SyncTask::undo: return "undo";
    case SyncTask::back: return "back";
  }
  return "sync";
}

/// SOURCE TARGET alone: what is staged goes on, what is published is repaired.
bool is_of_live_run(const SyncOptions& o) {
  if (o.freeze || o.rounds) return true;
  if (!o.tenant.empty()) return false;
  Session session(Target{o.target}, "sync catalog", Access::read_only);
  return staged_live_run(session, o.run).has_value();
}

int run_catch_up(const SyncOptions& o, RunMonitor& monitor, Progress& progress, Report& report, const Say& say) {
  if (o.dry_run || o.no_delete || !o.sql_out.empty())
    throw Error(ExitCode::usage,
                "--dry-run, --sql-out and --no-delete go with repairs, not with a run of a live source",
                "a round changes what is staged, and nothing that anybody sees");
  if (!o.common.tables.empty() || !o.common.exclude.empty())
    throw Error(ExitCode::usage, "--tables and --exclude do not go with a run of a live source",
                "which tables it has was said to lite2pg-import --live");
  return catch_up(delta_settings(o), monitor, progress, report, say);
}

int run_step(const SyncOptions& options, RunMonitor& monitor, Progress& progress, Report& report, const Say& say) {
  if (is_of_live_run(options)) return run_catch_up(options, monitor, progress, report, say);
  monitor.know(HookFacts{{"task", "repair"}});
  return run_repair(repair_settings(options), monitor, progress, report, say);
}

int run_task(const SyncOptions& options, RunMonitor& monitor, Progress& progress, Report& report, const Say& say) {
  switch (options.task) {
    case SyncTask::step: return run_step(options, monitor, progress, report, say);
    case SyncTask::undo: return run_undo(undo_settings(options), report, say);
    case SyncTask::back: return bring_back(back_settings(options), monitor, progress, report, say);
  }
  return 0;
}

/// What is known before anything is done, so that a run that fails at once can be told from others too.
void describe(const SyncOptions& options, Report& report) {
  RunRecord run;
  run.source_path = options.source;
  run.target_schema = options.schema;
  report_run(report, run, Target{options.target});
}

}  // namespace

int run_sync(const SyncOptions& options) {
  ReportedRun run("lite2pg-sync", options.common, options.source,
                  {{"metrics file", options.metrics},
                   {"trace", options.trace},
                   {"script", options.sql_out},
                   {"SQLite file", options.back, true},
                   {"file of rejected rows", rejected_rows_path(options.back), true}});
  Report& report = run.report();
  MonitorSettings settings = monitor_settings(options, task_name(options.task));
  settings.fresh = false;
  settings.tool = "lite2pg-sync";
  RunMonitor monitor(std::move(settings));
  return run.run(
      [&] {
        describe(options, report);
        return run_task(options, monitor, run.progress(), report, run.say());
      },
      monitored_end(report, monitor, options.metrics, sync_metrics));
}

}  // namespace lite2pg
