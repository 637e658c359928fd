#include "sync/apply/load_plan.h"

#include "mapping/choice/stand_in.h"

namespace lite2pg {

TablePlan load_plan(const Plan& plan, const ComparedTable& table) {
  TablePlan load = table.plan;
  load.columns.clear();
  load.key.clear();
  for (ColumnPlan column : plan.find_table(table.plan.source)->columns) {
    const TargetColumn* actual = table.target->find_column(column.target);
    if (actual == nullptr) continue;
    column.target = actual->name;
    column.generated = column.generated || actual->generated;
    if (column.source_index >= 0) column.source_index = table.source->find_column(column.source);
    if (column.source_index >= 0 || !column.null_as.empty()) load.columns.push_back(std::move(column));
  }
  return load;
}

void set_tenant(Plan& plan, const std::string& tenant) {
  for (TablePlan& table : plan.tables) {
    for (ColumnPlan& column : table.columns) {
      if (!table.tenant.empty() && column.target == table.tenant) column.null_as = constant_text(tenant);
    }
  }
}

}  // namespace lite2pg
