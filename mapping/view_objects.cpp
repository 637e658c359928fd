#include "mapping/object_planner.h"

namespace lite2pg {

void ObjectPlanner::plan_views() {
  for (const View& view : plan_.schema.views) {
    if (in_scope(view.name)) leave_out(add(ObjectKind::view, view.name, ""), "views are not translated");
  }
}

}  // namespace lite2pg
