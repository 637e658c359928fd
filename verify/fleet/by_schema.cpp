#include "verify/fleet/by_schema.h"

#include <algorithm>

#include "common/error.h"
#include "mapping/target/quote.h"
#include "verify/comparison/content_check.h"
#include "verify/comparison/schema_check.h"
#include "verify/comparison/wanted_rows.h"
#include "verify/fleet/recorded_tenant.h"
#include "verify/sides/access.h"
#include "verify/sides/read_only.h"
#include "verify/sides/target_snapshot.h"

namespace lite2pg {
namespace {

/// The sum's table of this name.
TableOutcome& table_in(VerifyResult& sum, const ReportTable& like) {
  const auto found =
      std::ranges::find_if(sum.tables, [&](const TableOutcome& t) { return t.report.source == like.source; });
  if (found != sum.tables.end()) return *found;
  TableOutcome& made = sum.tables.emplace_back();
  made.report.source = like.source;
  made.report.target = like.target;
  made.report.columns = like.columns;
  made.report.reader = like.reader;
  made.report.verdict = Verdict::equal;
  made.report.rows_source = made.report.rows_target = 0;
  return made;
}

void add_table(const std::string& tenant, TableOutcome& from, TenantOutcome& outcome, VerifyResult& sum) {
  ReportTable& r = from.report;
  const bool equal = r.verdict == Verdict::equal;
  outcome.rows_source += r.rows_source.value_or(0);
  outcome.rows_target += r.rows_target.value_or(0);
  outcome.tables.push_back(
      {r.source, r.rows_source.value_or(0), r.rows_target.value_or(0), r.digest_source, r.digest_target, equal});
  TableOutcome& to = table_in(sum, r);
  *to.report.rows_source += r.rows_source.value_or(0);
  *to.report.rows_target += r.rows_target.value_or(0);
  to.report.bytes += r.bytes;
  to.report.seconds += r.seconds;
  to.report.differences_total += r.differences_total;
  to.drift += from.drift;
  to.complete = to.complete && from.complete;
  if (!equal) to.report.verdict = Verdict::different;
  for (Difference& d : r.differences) {
    d.key = "tenant=" + tenant + ", " + d.key;
    to.report.differences.push_back(std::move(d));
  }
}

void add_schema(const std::string& tenant, VerifyResult& found, VerifyResult& sum) {
  sum.schema.compared = found.schema.compared;
  sum.schema.objects += found.schema.objects;
  for (SchemaDifference& d : found.schema.differences) {
    d.table = tenant + "." + d.table;
    sum.schema.differences.push_back(std::move(d));
  }
}

void add_rest(const std::string& tenant, VerifyResult& found, VerifyResult& sum) {
  for (auto [from, to] : {std::pair(&found.missing, &sum.missing), std::pair(&found.left_out, &sum.left_out)}) {
    for (NotCompared& n : *from) {
      if (from == &found.left_out && !n.counts() && !n.set_aside) continue;
      n.table = "tenant " + tenant + ": " + n.table;
      to->push_back(std::move(n));
    }
  }
  for (const std::string& warning : found.warnings) sum.warnings.push_back("tenant '" + tenant + "': " + warning);
}

}  // namespace

std::optional<TenantOutcome> stranger_schema(const RecordedFleet& fleet, const std::string& tenant, Session& session) {
  const ReadOnly guard(session);
  TenantOutcome outcome{tenant, {}, TenantVerdict::stranger, "no file of the list is this tenant", 0, 0, {}};
  for (const TablePlan& table : fleet.chosen.plan.tables) {
    const std::string name = qualified(tenant, table.target);
    if (session.query("SELECT WHERE pg_catalog.to_regclass($1) IS NOT NULL", {name}).empty()) continue;
    const std::uint64_t rows = std::stoull(text_of(session.query("SELECT pg_catalog.count(*) FROM " + name)[0], 0));
    if (rows == 0) continue;
    outcome.rows_target += rows;
    outcome.tables.push_back({table.source, 0, rows, "", "", false});
  }
  if (outcome.tables.empty()) return std::nullopt;
  return outcome;
}

/// Content and schema of one tenant; what differs comes to `found`.
void compare_tenant(const VerifyOptions& options, ChosenPlan& chosen, FleetSource& source, const Target& target,
                    Session& session, Progress& progress, VerifyResult& found) {
  Comparison comparison =
      make_comparison(chosen.plan, {&source.rows(), nullptr}, chosen.catalog, access_to(session, chosen.catalog.schema),
                      options.common.tables, options.common.exclude);
  leave_out_unwanted_rows(chosen, session, comparison);
  found.missing = comparison.missing;
  found.left_out = comparison.left_out;
  if (!options.schema_only) {
    // One a tenant: it keeps a lock on each table until its end.
    TargetSnapshot snapshot(target);
    (void)check_content(options, chosen, comparison, &source.rows(), snapshot, progress, found);
    source.rows().check_unchanged();
  }
  if (!options.data_only) check_schema(session, options, chosen, found);
}

TenantOutcome verify_tenant_schema(const VerifyOptions& options, const RecordedFleet& fleet, const FleetFile& file,
                                   Alignments& alignments, const Target& target, Session& session, Progress& progress,
                                   VerifyResult& sum) {
  TenantOutcome outcome{file.tenant, file.path, TenantVerdict::equal, {}, 0, 0, {}};
  const auto recorded = fleet.files.find(file.tenant);
  if (recorded == fleet.files.end() || recorded->second.state != "done") {
    outcome.verdict = TenantVerdict::different;
    outcome.reason =
        recorded == fleet.files.end() ? "it is no file of the run" : "it was not loaded: " + recorded->second.reason;
    sum.missing.push_back({"tenant " + file.tenant, "", outcome.reason});
    return outcome;
  }
  try {
    FleetSource source(file.path, options.common, alignments);
    ChosenPlan chosen = chosen_for(fleet, file.tenant, session);
    VerifyResult found;
    found.seed = sum.seed;
    compare_tenant(options, chosen, source, target, session, progress, found);
    if (found.damage() + found.drift() > 0) outcome.verdict = TenantVerdict::different;
    for (TableOutcome& table : found.tables) add_table(file.tenant, table, outcome, sum);
    add_schema(file.tenant, found, sum);
    add_rest(file.tenant, found, sum);
  } catch (const Error& e) {
    if (e.code() != ExitCode::source && e.code() != ExitCode::archive) throw;
    outcome.verdict = TenantVerdict::unread;
    outcome.reason = e.what();
    sum.left_out.push_back({"tenant " + file.tenant, "", outcome.reason, Unproven::rows});
  }
  return outcome;
}

}  // namespace lite2pg
