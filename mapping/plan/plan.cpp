#include "mapping/plan/plan.h"

#include <algorithm>

#include "common/text.h"

namespace lite2pg {

const TablePlan* Plan::find_table(std::string_view source) const {
  const auto found =
      std::ranges::find_if(tables, [&](const TablePlan& t) { return equals_ignoring_case(t.source, source); });
  return found == tables.end() ? nullptr : &*found;
}

Remedies remedies_of(const std::vector<MisfitReport>& misfits) {
  Remedies all;
  for (const MisfitReport& m : misfits) all = joined(all, m.remedy);
  return all;
}

std::vector<const ObjectPlan*> not_as_they_are(const Plan& plan) {
  std::vector<const ObjectPlan*> objects;
  for (const ObjectPlan& o : plan.objects) {
    const bool own = o.kind == ObjectKind::statistics || o.kind == ObjectKind::shadow_table;
    if (o.status != ObjectStatus::carried && !o.skipped && !own) objects.push_back(&o);
  }
  return objects;
}

}  // namespace lite2pg
