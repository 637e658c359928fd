#include "verify/comparison/phases.h"

#include <algorithm>
#include <optional>

#include "common/files.h"
#include "common/text.h"
#include "import/catalog/capability_probe.h"
#include "mapping/value/seed.h"
#include "verify/comparison/baseline.h"
#include "verify/comparison/comparison.h"
#include "verify/comparison/content_check.h"
#include "verify/comparison/plan_source.h"
#include "verify/comparison/schema_check.h"
#include "verify/comparison/source.h"
#include "verify/comparison/wanted_rows.h"
#include "verify/sides/access.h"

namespace lite2pg {
namespace {

/// A run is never equal because there was nothing to compare.
void require_something(const VerifyOptions& options, const VerifyResult& result) {
  const bool compared = options.schema_only ? result.schema.objects > 0 : !result.tables.empty();
  if (compared || result.damage() > 0 || result.unproven() > 0) return;
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

/// Tables that were not loaded, because the target's own rows stay: how they differ is told, and is no difference.
void set_aside_kept(const ChosenPlan& chosen, VerifyResult& result) {
  const auto is_kept = [&](const std::string& table) { return chosen.kept.contains(table); };
  std::erase_if(result.tables, [&](const TableOutcome& t) {
    if (t.damage() + t.drift == 0 || !is_kept(t.report.source)) return false;
    result.left_out.push_back({t.report.source, "",
                               "the target's own rows stay: " + with_thousands(t.report.rows_target.value_or(0)) +
                                   " there, " + with_thousands(t.report.rows_source.value_or(0)) +
                                   " in the source, and they differ",
                               Unproven::nothing});
    return true;
  });
  std::erase_if(result.missing, [&](const NotCompared& n) {
    if (!is_kept(n.table)) return false;
    result.left_out.push_back({n.table, n.column, "the target's own rows stay: " + n.reason, Unproven::nothing});
    return true;
  });
}

/// SQLite takes NULL in a key that is no INTEGER PRIMARY KEY, unless NOT NULL stands beside it; PostgreSQL never does.
void name_narrowed_keys(const Plan& plan, VerifyResult& result) {
  for (const TablePlan& table : plan.tables) {
    const Table* source = plan.schema.find_table(table.source);
    if (source == nullptr || source->kind != TableKind::rowid || source->rowid_alias >= 0 || source->strict) continue;
    for (const int k : source->key_columns()) {
      const Column& column = source->columns[static_cast<std::size_t>(k)];
      if (column.not_null) continue;
      const auto planned = std::ranges::find(table.columns, k, &ColumnPlan::source_index);
      if (planned == table.columns.end() || !planned->not_null) continue;
      result.warnings.push_back(table.source + "." + column.name +
                                ": the target refuses NULL in this key, which SQLite took");
    }
  }
}

bool is_allowed(const NotCompared& n, const std::vector<std::string>& allowed) {
  return std::ranges::any_of(allowed, [&](const std::string& kind) {
    return n.what == Unproven::rows ? glob_match(kind, n.table) : kind == name_of(n.what);
  });
}

/// Marks what the user takes uncompared. A kind that can mean nothing is a mistake of the command line.
void allow_uncompared(const VerifyOptions& options, const Plan& plan, VerifyResult& result) {
  for (const std::string& kind : options.allow_uncompared) {
    const bool known =
        kind == name_of(Unproven::schema) || kind == name_of(Unproven::sequences) ||
        std::ranges::any_of(plan.tables, [&](const TablePlan& t) { return glob_match(kind, t.source); }) ||
        std::ranges::any_of(result.left_out, [&](const NotCompared& n) { return glob_match(kind, n.table); });
    if (!known) {
      throw Error(ExitCode::usage, "--allow-uncompared " + kind + ": there is no such table",
                  "KIND is schema, sequences, or a table");
    }
  }
  for (NotCompared& n : result.left_out) n.allowed = is_allowed(n, options.allow_uncompared);
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
  result.faults = chosen.faults;
  result.left_out = chosen.unproven;
  return result;
}

}  // namespace

void tell_capabilities(const Target& target, VerifyResult& result) {
  result.capabilities = *target.server;
  if (std::string line = refusals_line(*target.server); !line.empty()) result.warnings.push_back(std::move(line));
}

VerifyResult verify(const VerifyOptions& options, Progress& progress) {
  VerifySource source = open_verify_source(options.source, options.common);
  const auto baseline = options.baseline.empty() ? std::nullopt : read_baseline(options.baseline);
  const Target target = target_of(options);
  Session session(target, "verify catalog", Access::read_only);
  probe_capabilities(session, capabilities_of_verify(), {.read = options.schema});
  TargetSnapshot snapshot(target);
  ChosenPlan chosen = choose_plan(options, source, session, progress);
  chosen.plan.census = {};  // The codecs are chosen; of thousands of tables it is some MB.

  VerifyResult result = described(source, target, chosen);
  tell_capabilities(target, result);
  result.seed = choose_seed(source, baseline);
  take_wanted_rows(chosen, source);
  Comparison comparison =
      make_comparison(chosen.plan, source.side(), chosen.catalog, access_to(session, chosen.catalog.schema),
                      options.common.tables, options.common.exclude);
  leave_out_unwanted_rows(chosen, session, comparison);
  result.missing = comparison.missing;
  result.left_out.insert(result.left_out.end(), comparison.left_out.begin(), comparison.left_out.end());
  if (options.schema_only) {
    result.left_out.push_back({"rows", "", "--schema-only", Unproven::nothing});
  } else {
    const auto digests = check_content(options, chosen, comparison, source.rows.get(), snapshot, progress, result);
    if (source.rows) source.rows->check_unchanged();
    set_aside_kept(chosen, result);
    compare_baseline(options, baseline, comparison, digests, result);
  }
  if (options.data_only) {
    result.left_out.push_back({"schema", "", "--data-only", Unproven::nothing});
  } else {
    check_schema(session, options, chosen, result);
  }
  name_narrowed_keys(chosen.plan, result);
  allow_uncompared(options, chosen.plan, result);
  require_something(options, result);
  result.objects = std::move(chosen.plan.objects);
  return result;
}

}  // namespace lite2pg
