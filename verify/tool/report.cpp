#include "verify/tool/report.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "mapping/value/row_encoding.h"

namespace lite2pg {
namespace {

using Json = nlohmann::ordered_json;

Json list_of(const std::vector<NotCompared>& items) {
  Json list = Json::array();
  for (const NotCompared& n : items) {
    list.push_back({{"table", n.table},
                    {"column", n.column},
                    {"reason", n.reason},
                    {"unproven", name_of(n.what)},
                    {"allowed", n.allowed}});
  }
  return list;
}

Json missing_of(const std::vector<NotCompared>& items) {
  Json list = Json::array();
  for (const NotCompared& n : items) list.push_back({{"table", n.table}, {"column", n.column}, {"reason", n.reason}});
  return list;
}

Json baseline_json(const VerifyResult& result) {
  if (result.baseline.empty()) return nullptr;
  Json changes = Json::array();
  for (const BaselineChange& c : result.baseline_changes) {
    changes.push_back({{"table", c.table},
                       {"rows_then", c.rows_then},
                       {"rows_now", c.rows_now},
                       {"buckets_changed", c.buckets_changed},
                       {"buckets", c.buckets}});
  }
  return {{"recorded_at", result.baseline}, {"changes", changes}};
}

/// The plan's objects, those that differ marked so; objects that differ and are no objects of the plan at the end.
std::vector<ObjectPlan> objects_of(const VerifyResult& result) {
  std::vector<ObjectPlan> objects = result.objects;
  for (const SchemaDifference& d : result.schema.differences) {
    ObjectPlan object;
    object.kind = kind_of(d.aspect);
    object.name = d.name;
    object.table = d.table;
    object.status = d.actual.empty() ? ObjectStatus::not_carried : ObjectStatus::changed;
    object.reason = d.reason();
    if (!d.planned.empty() && !d.actual.empty()) object.reason += ": planned " + d.planned + ", is " + d.actual;
    objects.push_back(std::move(object));
  }
  return objects;
}

}  // namespace

std::string algorithm_name() {
  return std::string(row_encoding_name) + ", XXH3-128 summed modulo 2^128 into buckets by XXH3-64 of the key";
}

void fill_report(const VerifyResult& result, FailOn fail_on, Report& report) {
  report.run = result.run;
  report.verdict = result.is_equal(fail_on) ? Verdict::equal : Verdict::different;
  for (const TableOutcome& t : result.tables) report.tables.push_back(t.report);
  report.objects = objects_of(result);
  report.warnings = result.warnings;
  const auto add = [&](std::string_view key, Json value) { report.facts.set(key, std::move(value)); };
  add("source", result.source);
  add("target", result.target);
  add("plan", result.plan);
  add("algorithm", algorithm_name());
  add("seed", std::to_string(result.seed));
  add("miss_probability", "2^-128 for each table");
  add("drift", result.drift());
  add("unproven", result.unproven());
  add("ledger_faults", result.faults);
  add("missing", missing_of(result.missing));
  add("not_compared", list_of(result.left_out));
  add("assumptions", result.assumptions);
  add("schema_compared", result.schema.compared);
  add("schema_differences", result.schema.failures());
  add("baseline", baseline_json(result));
  if (result.capabilities) add("capabilities", to_json(*result.capabilities));
}

}  // namespace lite2pg
