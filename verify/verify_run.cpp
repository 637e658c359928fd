#include "verify/verify_run.h"

#include <spdlog/spdlog.h>

#include <chrono>
#include <iostream>
#include <random>

#include "common/interrupt.h"
#include "common/logging.h"
#include "common/text.h"
#include "verify/comparison.h"
#include "verify/content_check.h"
#include "verify/plan_source.h"
#include "verify/schema_check.h"
#include "verify/verify_report.h"
#include "verify/verify_result.h"
#include "verify/verify_source.h"
#include "verify/verify_text.h"

namespace lite2pg {
namespace {

using Clock = std::chrono::steady_clock;

std::uint64_t random_seed() {
  std::random_device device;
  return (std::uint64_t{device()} << 32) | device();
}

double seconds_since(Clock::time_point begun) { return std::chrono::duration<double>(Clock::now() - begun).count(); }

void require_something(const VerifyResult& result) {
  if (!result.tables.empty() || !result.missing.empty() || result.schema.compared) return;
  throw Error(ExitCode::refused, "nothing was compared: the plan and the source have no table in common",
              "look at --tables, --exclude and --schema");
}

VerifyResult compare(const VerifyOptions& options, Progress& progress) {
  VerifySource source = open_verify_source(options.source, options.common.jobs);
  const Target target{options.target};
  TargetSnapshot snapshot(target);
  Session session(target, "verify catalog");
  const ChosenPlan chosen = choose_plan(options, source, session, progress);

  VerifyResult result;
  result.source = source.description;
  result.target = target.display() + ", schema " + chosen.catalog.schema;
  result.plan = chosen.origin;
  result.run = chosen.run ? chosen.run->id : "";
  result.seed = source.seed().value_or(random_seed());
  result.assumptions = chosen.assumptions;
  result.objects = chosen.plan.objects;
  const Comparison comparison =
      make_comparison(chosen.plan, source.side(), chosen.catalog, options.common.tables, options.common.exclude);
  result.missing = comparison.missing;
  result.left_out = comparison.left_out;
  if (!options.schema_only) {
    (void)check_content(options, chosen, comparison, source.rows.get(), snapshot, progress, result);
    if (source.rows) source.rows->check_unchanged();
  }
  if (!options.data_only) check_schema(target, options, chosen, result);
  require_something(result);
  return result;
}

int finish(const VerifyOptions& options, const VerifyResult& result, Report& report) {
  fill_report(result, options.fail_on, report);
  const bool equal = result.is_equal(options.fail_on);
  if (!equal || !options.quiet) std::cout << result_text(result, options.fail_on, options.show_drift) << std::flush;
  return static_cast<int>(equal ? ExitCode::done : ExitCode::different);
}

}  // namespace

int run_verify(const VerifyOptions& options) {
  const auto console = std::make_shared<Console>();
  start_logging(console, options.common.log_level, options.common.log_format);
  const InterruptGuard interrupts;
  Progress progress(console, options.common.progress);
  const auto begun = Clock::now();
  Report report;
  report.tool = "lite2pg-verify";
  report.started_at = utc_now();
  const auto write = [&] {
    report.seconds = seconds_since(begun);
    if (!options.common.report.empty()) write_report(report, options.common.report);
  };
  try {
    VerifyResult result = compare(options, progress);
    result.seconds = seconds_since(begun);
    report.exit_code = finish(options, result, report);
  } catch (const Error& e) {
    progress.end();
    report.verdict = e.code() == ExitCode::refused ? "refused" : "failed";
    report.exit_code = static_cast<int>(e.code());
    report.error = e.what();
    write();
    throw;
  }
  write();
  return report.exit_code;
}

}  // namespace lite2pg
