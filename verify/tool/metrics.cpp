#include "verify/tool/metrics.h"

#include <cstdio>
#include <filesystem>
#include <map>

#include "common/files.h"

namespace lite2pg {
namespace {

constexpr std::string_view last_success = "lite2pg_verify_last_success_timestamp_seconds";
constexpr std::string_view table_last_success = "lite2pg_verify_table_last_success_timestamp_seconds";

std::string escaped(std::string_view value) {
  std::string text;
  for (const char c : value) {
    if (c == '\\' || c == '"') text += '\\';
    text += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return text;
}

std::string table_labels(const TableOutcome& t) { return "{table=\"" + escaped(t.report.source) + "\"}"; }

/// Samples of one metric, by their labels.
using Samples = std::map<std::string, std::string>;

/// The labels that every sample carries, without braces.
std::string base_labels(const RunFacts& facts) {
  std::string base = facts.database.empty() ? "" : "database=\"" + escaped(facts.database) + '"';
  if (!facts.schema.empty()) base += (base.empty() ? "" : ",") + ("schema=\"" + escaped(facts.schema) + '"');
  return base;
}

/// "{a}" and base -> "{base,a}"
std::string with_base(const std::string& base, const std::string& labels) {
  if (base.empty()) return labels;
  return labels.empty() ? "{" + base + "}" : "{" + base + "," + labels.substr(1);
}

std::string without_base(const std::string& base, const std::string& labels) {
  if (base.empty() || !labels.starts_with("{" + base)) return labels;
  const std::string rest = labels.substr(base.size() + 1);
  return rest == "}" ? "" : "{" + rest.substr(rest.starts_with(',') ? 1 : 0);
}

Samples samples_of(std::string_view text, std::string_view metric, const std::string& base) {
  Samples samples;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t value = line.rfind(' ');
    if (!line.starts_with(metric) || value == line.npos || value < metric.size()) continue;
    const std::string_view labels = line.substr(metric.size(), value - metric.size());
    if (!labels.empty() && labels[0] != '{') continue;
    const std::string own = without_base(base, std::string(labels));
    if (own.starts_with("{database=")) continue;  // of another target
    samples[own] = line.substr(value + 1);
  }
  return samples;
}

class Writer {
 public:
  explicit Writer(std::string base) : base_(std::move(base)) {}
  void metric(std::string_view name, std::string_view help, const Samples& samples) {
    if (samples.empty()) return;
    text_.append("# HELP ").append(name).append(" ").append(help).append("\n");
    text_.append("# TYPE ").append(name).append(" gauge\n");
    for (const auto& [labels, value] : samples)
      text_.append(name).append(with_base(base_, labels)).append(" ").append(value).append("\n");
  }
  std::string take() { return std::move(text_); }

 private:
  std::string base_, text_;
};

std::string number(std::uint64_t n) { return std::to_string(n); }

std::string seconds_text(double seconds) {
  char text[32];
  (void)std::snprintf(text, sizeof text, "%.3f", seconds);
  return text;
}

void write_tables(Writer& out, const VerifyResult& result) {
  Samples equal, rows, differences;
  for (const TableOutcome& t : result.tables) {
    const std::string table = "{table=\"" + escaped(t.report.source) + "\",";
    equal[table_labels(t)] = t.report.verdict == Verdict::equal ? "1" : "0";
    rows[table + "side=\"source\"}"] = number(t.report.rows_source.value_or(0));
    rows[table + "side=\"target\"}"] = number(t.report.rows_target.value_or(0));
    differences[table + "kind=\"damage\"}"] = number(t.damage());
    differences[table + "kind=\"drift\"}"] = number(t.drift);
  }
  out.metric("lite2pg_verify_table_equal", "Whether the table is equal on both sides.", equal);
  out.metric("lite2pg_verify_table_rows", "Rows that were read.", rows);
  out.metric("lite2pg_verify_table_differences", "Differences found; drift: in rows written since the import.",
             differences);
}

/// Instants of the last success of each table: now for those that are intact, else what they were.
Samples table_successes(const VerifyResult* result, FailOn fail_on, const std::string& now, Samples samples) {
  if (result == nullptr) return samples;
  for (const TableOutcome& t : result->tables) {
    if (t.damage() == 0 && (fail_on == FailOn::damage || t.drift == 0)) samples[table_labels(t)] = now;
  }
  return samples;
}

}  // namespace

std::string metrics_text(const VerifyResult* result, FailOn fail_on, const RunFacts& facts, std::string_view previous) {
  const std::string now = std::to_string(facts.ended_at);
  const bool equal = result != nullptr && facts.exit_code == 0;
  const std::string base = base_labels(facts);
  Samples success = samples_of(previous, last_success, base);
  if (equal) success[""] = now;
  Writer out(base);
  out.metric("lite2pg_verify_equal", "Whether the last run found source and target equal.", {{"", equal ? "1" : "0"}});
  out.metric("lite2pg_verify_exit_code", "Exit code of the last run.", {{"", std::to_string(facts.exit_code)}});
  out.metric("lite2pg_verify_duration_seconds", "How long the last run took.", {{"", seconds_text(facts.seconds)}});
  out.metric("lite2pg_verify_timestamp_seconds", "When the last run ended.", {{"", now}});
  out.metric(last_success, "When the last run that found all equal ended.", success);
  if (result != nullptr) {
    out.metric("lite2pg_verify_unproven", "What was asked for and could not be compared.",
               {{"", number(result->unproven())}});
    out.metric("lite2pg_verify_schema_differences", "Differences of the schema.",
               {{"", number(result->schema.failures() + result->missing.size())}});
    write_tables(out, *result);
  }
  out.metric(table_last_success, "When the table was last found equal.",
             table_successes(result, fail_on, now, samples_of(previous, table_last_success, base)));
  return out.take();
}

void write_metrics(const std::string& path, const VerifyResult* result, FailOn fail_on, const RunFacts& facts) {
  const std::string previous = std::filesystem::is_regular_file(path) ? read_file(path, "metrics file") : "";
  write_file(path, metrics_text(result, fail_on, facts, previous), "metrics file");
}

}  // namespace lite2pg
