#include "verify/verify_run.h"

#include <spdlog/spdlog.h>

#include <chrono>
#include <iostream>
#include <optional>
#include <random>

#include "common/files.h"
#include "common/interrupt.h"
#include "common/logging.h"
#include "common/text.h"
#include "import/audit.h"
#include "verify/aftermath.h"
#include "verify/baseline.h"
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

/// With a baseline the run takes its seed, so that both states can be compared.
std::uint64_t choose_seed(const VerifySource& source, const std::optional<RecordedDigests>& baseline) {
  const std::optional<std::uint64_t> fixed = source.seed();
  if (baseline && fixed && *fixed != baseline->seed) {
    throw Error(ExitCode::usage, "SOURCE and the baseline were recorded under different seeds",
                "use another file for --baseline with this SOURCE");
  }
  if (baseline) return baseline->seed;
  return fixed.value_or(random_seed());
}

void compare_baseline(const VerifyOptions& options, const std::optional<RecordedDigests>& then,
                      const Comparison& comparison, const std::vector<DigestPair>& digests, VerifyResult& result) {
  if (options.baseline.empty()) return;
  const RecordedDigests now = target_state(comparison.tables, digests, result.seed, "baseline of " + result.target);
  if (then) {
    result.baseline = then->created_at;
    result.baseline_changes = changes_since(*then, now, result.warnings);
  }
  if (!then || options.update_baseline) write_file(options.baseline, baseline_text(now), "baseline");
}

VerifyResult compare(const VerifyOptions& options, Progress& progress) {
  VerifySource source = open_verify_source(options.source, options.common.jobs);
  const auto baseline = options.baseline.empty() ? std::nullopt : read_baseline(options.baseline);
  const Target target{options.target};
  TargetSnapshot snapshot(target);
  Session session(target, "verify catalog");
  const ChosenPlan chosen = choose_plan(options, source, session, progress);

  VerifyResult result;
  result.source = source.description;
  result.target = target.display() + ", schema " + chosen.catalog.schema;
  result.plan = chosen.origin;
  result.run = chosen.run ? chosen.run->id : "";
  result.seed = choose_seed(source, baseline);
  result.assumptions = chosen.assumptions;
  result.objects = chosen.plan.objects;
  const Comparison comparison =
      make_comparison(chosen.plan, source.side(), chosen.catalog, options.common.tables, options.common.exclude);
  result.missing = comparison.missing;
  result.left_out = comparison.left_out;
  if (!options.schema_only) {
    const auto digests = check_content(options, chosen, comparison, source.rows.get(), snapshot, progress, result);
    if (source.rows) source.rows->check_unchanged();
    compare_baseline(options, baseline, comparison, digests, result);
  }
  if (!options.data_only) check_schema(target, options, chosen, result);
  require_something(result);
  return result;
}

/// Text, report, metrics and exit code of a run that came to a result.
int finish(const VerifyOptions& options, const VerifyResult& result, Report& report) {
  fill_report(result, options.fail_on, report);
  const bool equal = result.is_equal(options.fail_on);
  report.exit_code = static_cast<int>(equal ? ExitCode::done : ExitCode::different);
  report.seconds = result.seconds;
  if (!equal || !options.quiet) std::cout << result_text(result, options.fail_on, options.show_drift) << std::flush;
  write_outputs(options, &result, report);
  if (!equal) tell_of_difference(options, result, report);
  return report.exit_code;
}

void fail(const VerifyOptions& options, const Error& e, double seconds, Report& report) {
  report.verdict = e.code() == ExitCode::refused ? "refused" : "failed";
  report.exit_code = static_cast<int>(e.code());
  report.error = e.what();
  report.seconds = seconds;
  write_outputs(options, nullptr, report);
}

int run_audit(const VerifyOptions& options) {
  const Target target{options.target};
  Session session(target, "verify audit");
  const AuditResult audit = verify_audit(session);
  for (const std::string& fault : audit.faults) std::cout << fault << "\n";
  const bool whole = audit.faults.empty();
  if (!whole || !options.quiet) {
    std::cout << with_thousands(audit.events) << " events, " << (whole ? "the chain is whole" : "THE CHAIN IS BROKEN")
              << std::endl;
  }
  return static_cast<int>(whole ? ExitCode::done : ExitCode::different);
}

}  // namespace

int run_verify(const VerifyOptions& options) {
  const auto console = std::make_shared<Console>();
  start_logging(console, options.common.log_level, options.common.log_format);
  const InterruptGuard interrupts;
  if (options.audit) return run_audit(options);
  Progress progress(console, options.common.progress);
  const auto begun = Clock::now();
  Report report;
  report.tool = "lite2pg-verify";
  report.started_at = utc_now();
  std::optional<VerifyResult> result;
  try {
    result = compare(options, progress);
  } catch (const Error& e) {
    progress.end();
    fail(options, e, seconds_since(begun), report);
    throw;
  }
  result->seconds = seconds_since(begun);
  return finish(options, *result, report);
}

}  // namespace lite2pg
