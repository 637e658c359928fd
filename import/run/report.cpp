#include "import/run/report.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "common/console/log.h"
#include "import/catalog/capability_probe.h"
#include "import/run/approval.h"

namespace lite2pg {
namespace {

/// Of "postgresql://user@host:5432/app?host=/run".
std::string database_of(const std::string& uri) {
  const std::string path = uri.substr(0, uri.find('?'));
  return path.substr(path.rfind('/') + 1);
}

}  // namespace

void report_plan(Report& report, const Plan& plan, const std::string& target) {
  report_planned(plan, report);
  report.facts.set("target", target);
}

void report_run(Report& report, const RunRecord& run, const Target& target) {
  if (!run.id.empty()) report.run = run.id;
  report.facts.set("source", run.source_path);
  report.facts.set("fingerprint", run.source_fingerprint);
  report.facts.set("schema", run.target_schema);
  report.facts.set("plan_hash", run.plan_hash);
  report.facts.set("digests", {{"source", run.source_fingerprint}, {"plan", run.plan_hash}});
  if (!target.conninfo.empty()) report.facts.set("database", database_of(target.display()));
}

void report_approvals(Report& report, const std::vector<std::string>& approvals) {
  auto list = nlohmann::ordered_json::array();
  for (const std::string& option : approvals) {
    const Approval approval = read_approval(option);
    list.push_back({{"name", approval.name}, {"hash", approval.hash}});
  }
  report.facts.set("approvals", std::move(list));
}

void report_readers(Report& report, RowSource& source) {
  for (ReportTable& table : report.tables) table.reader = source.reader_of(table.source);
}

void probe_server(Session& session, Report& report, const std::string& staging, const std::string& published) {
  probe_capabilities(session, capabilities_of_import(), {.staging = staging, .published = published});
  const Capabilities& found = *session.target().server;
  report.facts.set("capabilities", to_json(found));
  if (const std::string line = refusals_line(found); !line.empty()) warn(report, line);
}

void report_loaded(Report& report, const RunRecord& run, const std::vector<TableRecord>& loaded) {
  std::uint64_t rejected = 0;
  for (ReportTable& table : report.tables) {
    table.rows_target = 0;
    table.verdict = Verdict::done;
    table.bytes = 0;
    table.seconds = 0;
  }
  for (const TableRecord& r : loaded) {
    const auto table = std::ranges::find(report.tables, r.table, &ReportTable::target);
    rejected += r.rejected;
    if (table == report.tables.end()) continue;
    *table->rows_target += r.rows;
    table->bytes += r.bytes;
    table->seconds += r.seconds;
  }
  report.facts.set("staging_schema", run.staging_schema);
  report.facts.set("rejected_rows", rejected);
  if (rejected > 0) warn(report, std::to_string(rejected) + " rows were set aside in lite2pg.rejected_row");
}

std::string report_server(Report& report, Session& session, const ServerFacts& before) {
  const ServerFacts now = server_facts(session);
  const ServerCost cost = cost_between(before, now);
  std::uint64_t bytes = 0;
  for (const ReportTable& table : report.tables) bytes += table.bytes;
  const auto lines = advice(now, cost, bytes);
  report.facts.set("server", to_json(now, cost));
  report.facts.set("advice", lines);
  std::string text;
  for (const std::string& line : lines) text += "advice: " + line + "\n";
  return text;
}

std::string row_differences(Report& report, const Plan& plan, const std::vector<TableRecord>& loaded) {
  std::map<std::string, std::uint64_t> read;
  for (const TableRecord& r : loaded) read[r.table] += r.rows + r.rejected;
  std::string differences;
  for (const TablePlan& table : plan.tables) {
    if (read[table.target] == table.rows) continue;
    const std::string line = "table '" + table.source + "': " + std::to_string(read[table.target]) +
                             " rows were read, the survey counted " + std::to_string(table.rows);
    log_error("{}", line);
    differences += (differences.empty() ? "" : "; ") + line;
    const auto reported = std::ranges::find(report.tables, table.target, &ReportTable::target);
    if (reported == report.tables.end()) continue;
    reported->rows_target = read[table.target];
    reported->verdict = Verdict::different;
  }
  return differences;
}

void warn(Report& report, const std::string& text) {
  report.warnings.push_back(text);
  log_warn("{}", text);
}

}  // namespace lite2pg
