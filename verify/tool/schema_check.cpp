#include "verify/tool/schema_check.h"

#include <algorithm>

#include "common/text.h"
#include "mapping/target/quote.h"
#include "verify/schema/compare.h"
#include "verify/schema/planned_shape.h"
#include "verify/schema/sequence_check.h"

namespace lite2pg {
namespace {

/// The plan without tables that were not selected.
Plan selected(Plan plan, const VerifyOptions& options) {
  const auto left_out = [&](const std::string& table) {
    return !is_selected(table, options.common.tables, options.common.exclude);
  };
  std::erase_if(plan.tables, [&](const TablePlan& t) { return left_out(t.source); });
  std::erase_if(plan.objects, [&](const ObjectPlan& o) { return !o.table.empty() && left_out(o.table); });
  return plan;
}

std::string why_not(const TargetError& e) {
  if (e.sqlstate() == "42501") {
    return "the role may not make temporary tables (GRANT TEMPORARY ON DATABASE ... TO ...): " + std::string(e.what());
  }
  if (e.sqlstate() == "25006") return "the server is read-only (a standby)";
  return e.what();
}

/// A foreign key that --orphans=not-valid left unvalidated is as planned; that it does not vouch for old rows is said.
void settle_unvalidated_keys(const Plan& plan, VerifyResult& result) {
  if (plan.options.orphans != OrphanPolicy::not_valid) return;
  const auto as_asked = [](const SchemaDifference& d) {
    return d.kind == ObjectKind::foreign_key && d.actual == d.planned + " NOT VALID";
  };
  for (const SchemaDifference& d : result.schema.differences) {
    if (as_asked(d)) result.left_out.push_back({d.table, d.name, "foreign key is NOT VALID, as the run asked"});
  }
  std::erase_if(result.schema.differences, as_asked);
}

}  // namespace

void check_schema(const Target& target, const VerifyOptions& options, const ChosenPlan& chosen, VerifyResult& result) {
  if (chosen.plan.schema.tables.empty()) {
    result.left_out.push_back({"schema", "", "there is no plan of it: neither ledger nor source tells"});
    return;
  }
  const Plan plan = selected(chosen.planned, options);
  Session session(target, "verify schema");
  try {
    const PlannedShape planned = read_planned_shape(session, plan);
    session.execute("SET search_path = " + quote_identifier(chosen.catalog.schema));
    const SchemaShape actual = read_schema_shape(session, chosen.catalog.schema);
    const SchemaRigour rigour = chosen.planned_schema ? SchemaRigour::exact : SchemaRigour::lenient;
    result.schema.differences = compare_shapes(planned.shape, actual, rigour);
    settle_unvalidated_keys(plan, result);
    result.schema.objects = planned.shape.size();
    result.left_out.insert(result.left_out.end(), planned.refused.begin(), planned.refused.end());
  } catch (const TargetError& e) {
    if (e.sqlstate().empty()) throw;
    result.left_out.push_back({"schema", "", why_not(e)});
    return;
  }
  result.schema.compared = true;
  result.schema.decides = chosen.planned_schema || options.schema_only;
  check_sequences(session, selected(chosen.plan, options), chosen.catalog, result.schema, result.left_out);
}

}  // namespace lite2pg
