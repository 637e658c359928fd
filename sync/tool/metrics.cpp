#include "sync/tool/metrics.h"

#include <map>
#include <nlohmann/json.hpp>

#include "import/run/run_metrics.h"

namespace lite2pg {
namespace {

using Json = ReportFacts::Value;

/// What stands under a key of the report's own; null: nothing.
Json fact_of(const Report& report, const std::string& key) {
  const Json* const found = report.facts.find(key);
  return found == nullptr ? Json() : *found;
}

std::uint64_t sum_of(const Json& rounds, const char* key) {
  std::uint64_t sum = 0;
  for (const Json& round : rounds) sum += round.value(key, std::uint64_t{0});
  return sum;
}

void append_rounds(std::string& text, const Report& report, const MetricLabels& labels) {
  const Json rounds = fact_of(report, "rounds");
  if (!rounds.is_array()) return;
  const std::string label = metric_labels(labels);
  append_gauge(text, "lite2pg_sync_rounds", "Rounds of the last run.", {{label, std::to_string(rounds.size())}});
  MetricSamples rows;
  for (const char* change : {"inserted", "updated", "deleted"})
    rows[labels_with(labels, "change", change)] =
        std::to_string(sum_of(rounds, ("rows_" + std::string(change)).c_str()));
  append_gauge(text, "lite2pg_sync_rows", "Rows that rounds changed in the staged tables.", rows);
  if (rounds.empty()) return;
  append_gauge(text, "lite2pg_sync_freeze_estimate_seconds", "How long a freeze would last after the last round.",
               {{label, metric_seconds(rounds.back().value("freeze_estimate_seconds", 0.0))}});
}

void append_changes(std::string& text, const Report& report, const MetricLabels& labels) {
  const Json changes = fact_of(report, "changes"), skipped = fact_of(report, "skipped_total");
  if (!changes.is_array()) return;
  std::map<std::string, std::uint64_t> counts = {{"insert", 0}, {"update", 0}, {"delete", 0}};
  for (const Json& change : changes) ++counts[change.value("kind", "")];
  MetricSamples samples;
  for (const auto& [kind, count] : counts) samples[labels_with(labels, "kind", kind)] = std::to_string(count);
  append_gauge(text, "lite2pg_sync_changes", "Rows that were repaired or brought back.", samples);
  append_gauge(text, "lite2pg_sync_skipped", "Rows that were left as they are.",
               {{metric_labels(labels), std::to_string(skipped.is_number() ? skipped.get<std::uint64_t>() : 0)}});
}

}  // namespace

std::string sync_metrics(const Report& report, std::int64_t ended_at) {
  const MetricLabels labels = target_labels(report);
  std::string text = run_metrics("lite2pg_sync", report, ended_at);
  append_rounds(text, report, labels);
  append_changes(text, report, labels);
  if (const Json frozen = fact_of(report, "freeze_seconds"); frozen.is_number())
    append_gauge(text, "lite2pg_sync_freeze_seconds", "How long the source was locked for writers.",
                 {{metric_labels(labels), metric_seconds(frozen.get<double>())}});
  return text;
}

}  // namespace lite2pg
