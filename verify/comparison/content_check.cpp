#include "verify/comparison/content_check.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>
#include <numeric>

#include "common/text.h"
#include "verify/comparison/wanted_rows.h"

namespace lite2pg {
namespace {

std::uint64_t rows_of(const Comparison& comparison) {
  return std::accumulate(comparison.tables.begin(), comparison.tables.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const ComparedTable& t) { return sum + 2 * t.source_rows; });
}

TableOutcome outcome_of(const ComparedTable& table, const DigestPair& digests) {
  TableOutcome outcome;
  ReportTable& report = outcome.report;
  report.source = table.plan.source;
  report.target = table.plan.target;
  report.rows_source = digests.source.rows();
  report.rows_target = digests.target.rows();
  report.digest_source = digests.source.total();
  report.digest_target = digests.target.total();
  report.bytes = digests.target_bytes;
  report.seconds = digests.seconds;
  report.columns = report_columns(table.plan);
  report.verdict = Verdict::equal;
  return outcome;
}

/// nullopt: there is no ledger that keeps them.
std::optional<std::uint64_t> kept_misfits(const ChosenPlan& chosen, const ComparedTable& table) {
  if (!chosen.run) return std::nullopt;
  const auto kept = chosen.misfits.find(table.plan.target);
  return kept == chosen.misfits.end() ? 0 : kept->second;
}

void add_differences(TableOutcome& outcome, LocatedDifferences found, VerifyResult& result) {
  outcome.report.verdict = Verdict::different;
  // Buckets come in the order of hashes under this run's seed; people and scripts want the same order each time.
  std::ranges::stable_sort(found.listed, natural_less, &Difference::key);
  outcome.report.differences = std::move(found.listed);
  outcome.report.differences_total = found.total;
  outcome.drift = found.drift;
  outcome.places = std::move(found.places);
  outcome.complete = found.complete;
  result.warnings.insert(result.warnings.end(), found.warnings.begin(), found.warnings.end());
}

}  // namespace

void lock_tables(const Comparison& comparison, TargetSnapshot& snapshot) {
  std::vector<const TargetTable*> whole, closed;  // LOCK TABLE wants a right to the whole table.
  for (const ComparedTable& t : comparison.tables) {
    if (t.target->kind == 'r' || t.target->kind == 'p') (t.whole ? whole : closed).push_back(t.target);
  }
  snapshot.lock(comparison.tables.empty() ? "" : comparison.tables.front().schema, whole, closed);
}

std::vector<DigestPair> check_content(const VerifyOptions& options, const ChosenPlan& chosen,
                                      const Comparison& comparison, RowSource* rows, TargetSnapshot& snapshot,
                                      Progress& progress, VerifyResult& result) {
  const std::vector<ComparedTable>& tables = comparison.tables;
  lock_tables(comparison, snapshot);
  constexpr std::uint64_t megabyte = 1'000'000;
  const auto rate = options.max_rate > 0 ? std::make_unique<RateLimit>(options.max_rate * megabyte) : nullptr;
  Scanner scanner(rows, snapshot, tables, {result.seed, options.common.jobs, rate.get()}, progress);

  std::vector<std::size_t> all(tables.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  const auto work = make_scan_list(tables, all, rows, options.common.jobs, snapshot.has_page_ranges());
  progress.start("verify", tables.size(), rows_of(comparison));
  DigestPass pass(tables, work, progress);
  scanner.run(work, pass);
  progress.end();

  const LocateSettings settings{options.diff_limit, options.common.jobs, snapshot.has_page_ranges()};
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const DigestPair& digests = pass.results()[i];
    TableOutcome& outcome = result.tables.emplace_back(outcome_of(tables[i], digests));
    std::ranges::move(misfits_left_out(tables[i].plan.source, digests.misfits, kept_misfits(chosen, tables[i])),
                      std::back_inserter(result.left_out));
    if (rows != nullptr) outcome.report.reader = rows->reader_of(tables[i].plan.source);
    if (digests.differing().empty()) continue;
    progress.start("locate differences", 1, digests.source.rows() + digests.target.rows());
    const auto xids = chosen.import_xids.find(tables[i].plan.target);
    const ImportXids& known = xids == chosen.import_xids.end() ? ImportXids() : xids->second;
    add_differences(outcome, locate_differences(scanner, tables, i, digests, rows, known, settings), result);
    progress.end();
  }
  snapshot.require_not_rewritten();
  return std::move(pass.results());
}

}  // namespace lite2pg
