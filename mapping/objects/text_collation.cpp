// --text-collation C: text sorts and compares by bytes, as in SQLite, whatever the database's own collation is.
#include "mapping/objects/object_planner.h"
#include "mapping/target/type.h"

namespace lite2pg {

void ObjectPlanner::plan_collations() {
  if (plan_.options.text_collation != TextCollation::c) return;
  for (TablePlan& table : plan_.tables) {
    for (ColumnPlan& column : table.columns) {
      const auto type = parse_target_type(column.type);
      const bool text =
          type && (type->family == TargetType::Family::text || type->family == TargetType::Family::varchar ||
                   type->family == TargetType::Family::character);
      if (text && column.labels.empty()) column.collation = "C";
    }
  }
}

}  // namespace lite2pg
