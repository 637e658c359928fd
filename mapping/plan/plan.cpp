#include "mapping/plan/plan.h"

#include <algorithm>

#include "common/text.h"

namespace lite2pg {

const TablePlan* Plan::find_table(std::string_view source) const {
  const auto found =
      std::ranges::find_if(tables, [&](const TablePlan& t) { return equals_ignoring_case(t.source, source); });
  return found == tables.end() ? nullptr : &*found;
}

}  // namespace lite2pg
