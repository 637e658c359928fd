#include "verify/tool/phases.h"

#include <optional>
#include <random>

#include "common/files.h"
#include "verify/tool/baseline.h"
#include "verify/tool/comparison.h"
#include "verify/tool/content_check.h"
#include "verify/tool/plan_source.h"
#include "verify/tool/schema_check.h"
#include "verify/tool/source.h"

namespace lite2pg {
namespace {

std::uint64_t random_seed() {
  std::random_device device;
  return (std::uint64_t{device()} << 32) | device();
}

/// A run is never equal because there was nothing to compare.
void require_something(const VerifyOptions& options, const VerifyResult& result) {
  const bool compared = options.schema_only ? result.schema.objects > 0 : !result.tables.empty();
  if (compared || result.damage() > 0) return;
  throw Error(ExitCode::refused,
              options.schema_only ? "nothing was compared: there is no object in the plan that could be"
                                  : "nothing was compared: there is no table that source, plan and target have",
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

/// What is known before anything is compared.
VerifyResult described(const VerifySource& source, const Target& target, const ChosenPlan& chosen) {
  VerifyResult result;
  result.source = source.description;
  result.target = target.display() + ", schema " + chosen.catalog.schema;
  result.plan = chosen.origin;
  result.run = chosen.run ? chosen.run->id : "";
  result.assumptions = chosen.assumptions;
  result.warnings = chosen.warnings;
  result.objects = chosen.plan.objects;
  return result;
}

}  // namespace

VerifyResult verify(const VerifyOptions& options, Progress& progress) {
  VerifySource source = open_verify_source(options.source, options.common.jobs);
  const auto baseline = options.baseline.empty() ? std::nullopt : read_baseline(options.baseline);
  const Target target{options.target};
  TargetSnapshot snapshot(target);
  Session session(target, "verify catalog");
  const ChosenPlan chosen = choose_plan(options, source, session, progress);

  VerifyResult result = described(source, target, chosen);
  result.seed = choose_seed(source, baseline);
  const Comparison comparison =
      make_comparison(chosen.plan, source.side(), chosen.catalog, options.common.tables, options.common.exclude);
  result.missing = comparison.missing;
  result.left_out = comparison.left_out;
  if (options.schema_only) {
    result.left_out.push_back({"rows", "", "--schema-only"});
  } else {
    const auto digests = check_content(options, chosen, comparison, source.rows.get(), snapshot, progress, result);
    if (source.rows) source.rows->check_unchanged();
    compare_baseline(options, baseline, comparison, digests, result);
  }
  if (options.data_only) {
    result.left_out.push_back({"schema", "", "--data-only"});
  } else {
    check_schema(target, options, chosen, result);
  }
  require_something(options, result);
  return result;
}

}  // namespace lite2pg
