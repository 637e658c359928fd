#include "mapping/documents/report.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "common/json_text.h"
#include "common/version.h"

namespace lite2pg {
namespace {

using Json = nlohmann::ordered_json;

template <typename Items, typename Function>
Json array_of(const Items& items, Function&& each) {
  Json result = Json::array();
  for (const auto& item : items) result.push_back(each(item));
  return result;
}

Json column_json(const ReportColumn& c) {
  return {{"source", c.source}, {"target", c.target}, {"type", c.type}, {"codec", c.codec}, {"fidelity", c.fidelity}};
}

Json difference_json(const Difference& d) {
  return {{"kind", name_of(d.kind)}, {"key", d.key},     {"column", d.column}, {"source", d.source},
          {"target", d.target},      {"cause", d.cause}, {"drift", d.drift}};
}

Json optional_json(const std::optional<std::uint64_t>& n) { return n ? Json(*n) : Json(nullptr); }

Json table_json(const ReportTable& t) {
  return {{"source", t.source},
          {"target", t.target},
          {"rows_source", optional_json(t.rows_source)},
          {"rows_target", optional_json(t.rows_target)},
          {"digest_source", t.digest_source},
          {"digest_target", t.digest_target},
          {"verdict", name_of(t.verdict)},
          {"bytes", t.bytes},
          {"seconds", t.seconds},
          {"reader", t.reader},
          {"columns", array_of(t.columns, column_json)},
          {"differences_total", t.differences_total},
          {"differences", array_of(t.differences, difference_json)}};
}

Json object_json(const ObjectPlan& o) {
  Json json = {{"kind", name_of(o.kind)},
               {"name", o.name},
               {"table", o.table},
               {"status", name_of(o.status)},
               {"reason", o.reason}};
  if (!o.original.empty()) json["original"] = o.original;
  if (!o.sketch.empty()) json["sketch"] = o.sketch;
  return json;
}

Json misfit_json(const ReportMisfit& reported) {
  const MisfitReport& m = reported.group;
  Json json = Json::object();
  const bool of_fleet = !reported.rows.empty();
  if (of_fleet) json = {{"file", reported.file}, {"tenant", reported.tenant}};
  json.update({{"table", m.table},
               {"column", m.column},
               {"rowid", m.rowid},
               {"value", m.value},
               {"reason", m.reason},
               {"count", m.count},
               {"remedy", text_of(m.remedy)}});
  if (of_fleet)
    json["rows"] = array_of(reported.rows, [](const ReportMisfit::Row& row) -> Json {
      return {{"rowid", row.rowid}, {"value", row.value}};
    });
  return json;
}

Json not_listed_json(const MisfitsNotListed& m) {
  return {{"table", m.table}, {"column", m.column}, {"values", m.values}};
}

Json drift_json(const SchemaDrift& d) {
  return {{"version", d.version},
          {"newest", d.newest},
          {"reason", d.reason},
          {"files", array_of(d.files, [](const SchemaDrift::File& f) -> Json {
             return {{"path", f.path}, {"tenant", f.tenant}};
           })}};
}

}  // namespace

std::string_view name_of(Verdict verdict) noexcept {
  constexpr std::array<std::string_view, 6> names = {"", "equal", "different", "done", "refused", "failed"};
  return names.at(static_cast<std::size_t>(verdict));
}

std::string_view name_of(DifferenceKind kind) noexcept {
  constexpr std::array<std::string_view, 3> names = {"changed", "missing", "extra"};
  return names.at(static_cast<std::size_t>(kind));
}

std::string to_json(const Report& report) {
  Json json = {{"report_version", report_version},
               {"tool", report.tool},
               {"version", version()},
               {"run", report.run},
               {"started_at", report.started_at},
               {"seconds", report.seconds},
               {"verdict", name_of(report.verdict)},
               {"exit_code", report.exit_code}};
  if (!report.error.empty()) json["error"] = report.error;
  json.update(report.facts.all());
  json["tables"] = array_of(report.tables, table_json);
  json["objects"] = array_of(report.objects, object_json);
  json["misfits"] = array_of(report.misfits, misfit_json);
  if (!report.misfits_not_listed.empty())
    json["misfits_not_listed"] = array_of(report.misfits_not_listed, not_listed_json);
  if (!report.schema_drift.empty()) json["schema_drift"] = array_of(report.schema_drift, drift_json);
  json["warnings"] = report.warnings;
  return json_text(json, NotUtf8::replaced, 2) + "\n";
}

std::vector<ReportColumn> report_columns(const TablePlan& table) {
  std::vector<ReportColumn> columns;
  columns.reserve(table.columns.size());
  for (const ColumnPlan& c : table.columns) {
    columns.push_back({c.source, c.target, c.type, to_string(c.codec), std::string(name_of(c.fidelity))});
  }
  return columns;
}

void report_failure(Report& report, const Error& error) {
  report.verdict = error.code() == ExitCode::refused ? Verdict::refused : Verdict::failed;
  report.exit_code = static_cast<int>(error.code());
  report.error = error.what();
  for (ReportTable& table : report.tables) {
    if (table.verdict == Verdict::none) table.verdict = report.verdict;
  }
}

void report_misfits(const std::vector<MisfitReport>& misfits, Report& report) {
  report.misfits.clear();
  for (const MisfitReport& m : misfits) report.misfits.push_back({m});
}

void report_planned(const Plan& plan, Report& report) {
  report_misfits(plan.misfits, report);
  report.warnings.insert(report.warnings.end(), plan.warnings.begin(), plan.warnings.end());
  report.tables.reserve(report.tables.size() + plan.tables.size());
  for (const TablePlan& table : plan.tables) {
    ReportTable& t = report.tables.emplace_back();
    t.source = table.source;
    t.target = table.target;
    t.rows_source = table.rows;
    t.columns = report_columns(table);
  }
}

void report_timeline(std::vector<TimelineEntry> timeline, Report& report) {
  const bool told = report.facts.find("timeline") != nullptr;
  if (!told && !timeline.empty()) report.facts.set("timeline", timeline_json(std::move(timeline)));
}

void report_estimate(double seconds, std::uint64_t disk_bytes, Report& report) {
  report.facts.set("dry_run", true);
  report.facts.set("estimate", {{"seconds", seconds}, {"disk_bytes", disk_bytes}});
}

}  // namespace lite2pg
