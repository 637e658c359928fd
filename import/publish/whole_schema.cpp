#include "import/publish/whole_schema.h"

#include <algorithm>
#include <functional>

#include "export/rows/schema_only.h"
#include "import/load/run.h"
#include "import/postgres/search_path.h"
#include "import/postgres/transaction_rules.h"
#include "mapping/plan/ddl.h"
#include "mapping/planning/enum_types.h"
#include "mapping/planning/partitions.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

using IsNotValid = std::function<bool(const ObjectPlan& key)>;

std::string with_validity(const Plan& plan, const Step& step, const IsNotValid& is_not_valid) {
  const bool key = step.object != Step::no_object && plan.objects[step.object].kind == ObjectKind::foreign_key;
  return step.sql + (key && is_not_valid(plan.objects[step.object]) ? " NOT VALID" : "");
}

std::vector<std::string> finishing(const Plan& plan, std::string_view schema, const IsNotValid& is_not_valid) {
  SchemaOnly source(plan.schema);
  std::vector<std::string> sql;
  const WorkList work = work_of(plan, source, {});
  const auto add = [&](const Step& step) { sql.push_back(in_schema(schema, with_validity(plan, step, is_not_valid))); };
  for (const Job& job : work.jobs) {
    if (const auto* load = std::get_if<LoadJob>(&job)) std::ranges::for_each(load->then, add);
    if (const auto* step = std::get_if<StepJob>(&job)) add(step->step);
  }
  std::ranges::for_each(work.final_steps, add);
  return sql;
}

}  // namespace

std::vector<std::string> making_sql(const Plan& plan, std::string_view schema) {
  std::vector<std::string> sql = create_types_sql(plan, schema);
  for (const TablePlan& table : plan.tables) {
    sql.push_back(create_table_sql(table, schema));
    for (std::string& partition : create_partitions_sql(table, schema)) sql.push_back(std::move(partition));
  }
  return sql;
}

std::vector<std::string> finishing_sql(const Plan& plan, std::string_view schema) {
  return finishing(plan, schema, [&](const ObjectPlan&) { return plan.options.orphans == OrphanPolicy::not_valid; });
}

std::vector<std::string> finishing_sql(const Plan& plan, std::string_view schema,
                                       const std::set<std::string>& not_valid) {
  return finishing(plan, schema, [&](const ObjectPlan& key) {
    return std::ranges::any_of(not_valid, [&](const std::string& name) {
      return key.sql.front().find(" ADD CONSTRAINT " + quote_identifier(name) + " FOREIGN KEY ") != std::string::npos;
    });
  });
}

std::string bring_rows_sql(const TablePlan& table, std::string_view from, std::string_view to) {
  std::string columns, values;
  for (const ColumnPlan& c : table.columns) {
    if (c.generated) continue;
    const std::string name = quote_identifier(c.target);
    columns += (columns.empty() ? "" : ", ") + name;
    // An enum's type is another one in each schema.
    const std::string cast = c.labels.empty() ? "" : "::pg_catalog.text::" + quote_identifier(to) + "." + c.type;
    values += (values.empty() ? "" : ", ") + name + cast;
  }
  if (columns.empty())
    return "INSERT INTO " + qualified(to, table.target) + " SELECT FROM " + qualified(from, table.target);
  return "INSERT INTO " + qualified(to, table.target) + " (" + columns + ") SELECT " + values + " FROM " +
         qualified(from, table.target);
}

}  // namespace lite2pg
