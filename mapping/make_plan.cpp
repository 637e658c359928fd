// Decides everything: from schema, census, options and mapping file to the plan.
#include "mapping/enum_types.h"
#include "mapping/mapping_file.h"
#include "mapping/objects.h"
#include "mapping/partitions.h"
#include "mapping/plan.h"
#include "mapping/planning.h"

namespace lite2pg {
Plan make_plan(const Schema& schema, std::vector<TableCensus> census, const PlanOptions& options,
               std::string_view mapping_toml) {
  const MappingFile mapping = MappingFile::parse(mapping_toml);
  Plan plan;
  plan.schema = schema;
  plan.census = std::move(census);
  plan.mapping = mapping_toml;
  plan.options = mapping.apply(options);
  plan.warnings = mapping.check(schema);
  std::vector<TableDraft> drafts = draft_tables(mapping, plan);
  choose_types(drafts);
  unify_foreign_keys(drafts, plan.warnings);
  for (const TableDraft& table : drafts) write_table(table, plan);
  plan_enums(mapping, plan);
  plan_partitions(mapping, plan);
  plan_objects(plan, mapping);
  leave_enum_checks(plan);
  settle_partitioned_keys(plan);
  return plan;
}

}  // namespace lite2pg
