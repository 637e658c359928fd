// Decides everything: from schema, census, options and mapping file to the plan.
#include "mapping/planning/make_plan.h"

#include "mapping/choice/mapping_file.h"
#include "mapping/objects/objects.h"
#include "mapping/objects/rtree_table.h"
#include "mapping/objects/tenant.h"
#include "mapping/plan/plan.h"
#include "mapping/planning/enum_types.h"
#include "mapping/planning/partitions.h"
#include "mapping/planning/planning.h"
#include "mapping/planning/sequence_rows.h"

namespace lite2pg {
namespace {

/// Drafts of thousands of tables are as large as what becomes of them: each goes when it is written.
void plan_tables(const MappingFile& mapping, Plan& plan) {
  std::vector<TableDraft> drafts = draft_tables(mapping, plan);
  choose_types(drafts);
  settle_computed_types(drafts);
  unify_foreign_keys(drafts, plan.warnings);
  plan.tables.reserve(drafts.size());
  for (TableDraft& table : drafts) {
    write_table(table, plan);
    std::vector<ColumnDraft>().swap(table.columns);
  }
}

}  // namespace

Plan make_plan(const Schema& schema, std::vector<TableCensus> census, const PlanOptions& options,
               std::string_view mapping_toml) {
  const MappingFile mapping = MappingFile::parse(mapping_toml);
  Plan plan;
  plan.schema = schema;
  plan.census = std::move(census);
  plan.mapping = mapping_toml;
  plan.options = mapping.apply(options);
  plan.warnings = mapping.check(schema);
  for (const Table& table : schema.tables)
    if (mapping.table_rule(table.name).reject_violating)
      plan.warnings.push_back("table " + table.name + ": on_violation has no effect without --existing");
  for (std::string& line : odd_sequence_rows(schema)) plan.warnings.push_back(std::move(line));
  carry_rtrees(mapping, plan);
  plan_tables(mapping, plan);
  plan_enums(mapping, plan);
  plan_partitions(mapping, plan);
  add_tenant_columns(plan);
  plan_objects(plan, mapping);
  leave_enum_checks(plan);
  settle_partitioned_keys(plan);
  leave_out_what_mixes_tenants(plan);
  return plan;
}

}  // namespace lite2pg
