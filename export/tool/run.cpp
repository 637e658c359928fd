#include "export/tool/run.h"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "common/console/log.h"
#include "common/text.h"
#include "export/archive/check.h"
#include "export/tool/archive_run.h"
#include "export/tool/plan.h"
#include "export/tool/report.h"
#include "mapping/documents/describe_plan.h"
#include "mapping/documents/dictionary.h"
#include "mapping/documents/lint.h"
#include "mapping/documents/mapping_template.h"
#include "mapping/page/reported_run.h"
#include "mapping/plan/load_cost.h"
#include "mapping/value/seed.h"

namespace lite2pg {
namespace {

using Task = ExportOptions::Task;

/// "20261121T101500Z-3f9a"
std::string run_id(std::string started_at) {
  std::erase_if(started_at, [](char c) { return c == '-' || c == ':'; });
  return started_at + "-" + to_hex(Hash128{random_seed(), 0}).substr(28);
}

void warn(const Plan& plan, const std::string& source) {
  for (const std::string& warning : plan.warnings) log_warn("{}", warning);
  if (plan.misfits.empty()) return;
  log_warn(
      "columns with values that their PostgreSQL type cannot hold: {}; the archive has the values as they are, but "
      "import refuses them; 'lite2pg-export {} --dry-run' lists them",
      plan.misfits.size(), source);
}

int write_archive(const ExportOptions& options, Progress& progress, Report& report, const Say& say) {
  if (std::error_code ignored; std::filesystem::equivalent(options.source, options.archive, ignored)) {
    throw Error(ExitCode::usage, "ARCHIVE '" + options.archive + "' is the source itself",
                "name a folder that does not exist yet, '" + options.archive + ".archive' for instance");
  }
  ArchiveRun run(options, random_seed(), progress);
  run.run(report.started_at);
  run.describe(report);
  warn(run.plan(), options.source);
  say(archive_table_text(run.manifest()));
  return 0;
}

int list_archive(const ExportOptions& options, const Say& say) {
  const Manifest manifest = read_manifest(options.source);
  check_archive(options.source, manifest, options.common.jobs);
  say(archive_list_text(manifest));
  return 0;
}

std::string lint_text(const Plan& plan) {
  std::string text;
  for (const LintFinding& f : lint(plan)) text += f.object + ": " + f.message + " (" + f.rule + ")\n";
  return text;
}

std::string document(Task task, const Plan& plan) {
  switch (task) {
    case Task::mapping_template: return mapping_template(plan);
    case Task::dictionary: return dictionary_markdown(plan);
    case Task::diagram: return diagram_mermaid(plan);
    case Task::lint: return lint_text(plan);
    default: return describe(plan);
  }
}

int look(const ExportOptions& options, Progress& progress, Report& report, const Say& say) {
  Plan plan = survey_and_plan(options, progress);
  report_planned(plan, report);
  if (options.task == Task::dry_run) {
    report_estimate(copy_seconds(plan, options.common.jobs), disk_need(plan).bytes(), report);
  }
  say(document(options.task, plan));
  report.objects = std::move(plan.objects);
  return 0;
}

int run_task(const ExportOptions& options, Progress& progress, Report& report, const Say& say) {
  switch (options.task) {
    case Task::archive: return write_archive(options, progress, report, say);
    case Task::list: return list_archive(options, say);
    default: return look(options, progress, report, say);
  }
}

}  // namespace

int run_export(const ExportOptions& options) {
  ReportedRun run("lite2pg-export", options.common, options.source);
  Report& report = run.report();
  report.run = run_id(report.started_at);
  report.verdict = Verdict::done;
  report.facts.set("source", options.source);
  return run.run([&] { return run_task(options, run.progress(), report, run.say()); });
}

}  // namespace lite2pg
