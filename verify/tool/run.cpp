#include "verify/tool/run.h"

#include <chrono>
#include <filesystem>
#include <optional>

#include "common/console/logging.h"
#include "common/elapsed.h"
#include "common/interrupt.h"
#include "common/options/outputs.h"
#include "common/text.h"
#include "import/ledger/audit.h"
#include "verify/comparison/phases.h"
#include "verify/comparison/result.h"
#include "verify/fleet/verify_fleet.h"
#include "verify/tool/aftermath.h"
#include "verify/tool/report.h"
#include "verify/tool/text.h"

namespace lite2pg {
namespace {

using Clock = std::chrono::steady_clock;

/// Text, report, metrics and exit code of a run that came to a result.
int finish(const VerifyOptions& options, const FleetResult& fleet, const Outputs& outputs, Report& report) {
  const VerifyResult& result = fleet.sum;
  fill_report(result, options.fail_on, report);
  if (!options.fleet.empty()) report.facts.set("tenants", tenants_json(fleet.tenants));
  const bool equal = result.is_equal(options.fail_on);
  report.exit_code = static_cast<int>(equal ? ExitCode::done : ExitCode::different);
  report.seconds = result.seconds;
  if (!options.quiet) {
    if (!options.fleet.empty()) outputs.say(tenants_text(fleet.tenants));
    outputs.say(result_text(result, options.fail_on, options.show_drift));
  } else if (!equal) {
    outputs.say(short_text(result, options.fail_on));
  }
  write_outputs(options, &result, report);
  if (!equal) tell_of_difference(options, result, report);
  return report.exit_code;
}

void fail(const VerifyOptions& options, const Error& e, double seconds, Report& report) {
  report_failure(report, e);
  report.seconds = seconds;
  write_outputs(options, nullptr, report);
}

int run_audit(const VerifyOptions& options, const Outputs& outputs) {
  const Target target = target_of(options);
  Session session(target, "verify audit", Access::read_only);
  const AuditResult audit = verify_audit(session);
  for (const std::string& fault : audit.faults) outputs.say(fault + "\n");
  const bool whole = audit.faults.empty();
  if (!whole || !options.quiet) {
    outputs.say(with_thousands(audit.events) + " events, " + (whole ? "the chain is whole" : "THE CHAIN IS BROKEN") +
                "\n");
  }
  return static_cast<int>(whole ? ExitCode::done : ExitCode::different);
}

}  // namespace

int run_verify(const VerifyOptions& options) {
  const auto console = std::make_shared<Console>();
  start_logging(console, options.common.log_level, options.common.log_format);
  const InterruptGuard interrupts;
  if (options.audit) return run_audit(options, Outputs({}, {}));
  const bool keeps_baseline = !options.update_baseline && std::filesystem::exists(options.baseline);
  const std::string new_baseline = keeps_baseline ? "" : options.baseline;
  const Outputs outputs({{"report", options.common.report},
                         {"page", options.common.report_html},
                         {"metrics file", options.metrics},
                         {"baseline", new_baseline}},
                        options.source);
  Progress progress(console, options.common.progress);
  const auto begun = Clock::now();
  Report report;
  report.tool = "lite2pg-verify";
  report.started_at = utc_now();
  FleetResult result;  // of a fleet without tenants, when there is one source
  try {
    if (options.fleet.empty())
      result.sum = verify(options, progress);
    else
      result = verify_fleet(options, progress);
  } catch (const Error& e) {
    progress.end();
    report_timeline(progress.timeline(), report);
    fail(options, e, seconds_since(begun), report);
    throw;
  }
  result.sum.seconds = seconds_since(begun);
  report_timeline(progress.timeline(), report);
  return finish(options, result, outputs, report);
}

}  // namespace lite2pg
