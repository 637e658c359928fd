// Foreign keys of a live run: made at the freeze, NOT VALID, since looking at all rows would take too long under the
// source's lock; what orphans there are is found beforehand, and again where the last round touched rows.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "import/postgres/session.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// A foreign key that stands in the staging schema, and how its orphans are found.
struct StagedForeignKey {
  std::string name, child, parent;  ///< Target names, unquoted.
  std::string orphan_sql;           ///< A row when there is one.
};

/// ALTER TABLE ... ADD CONSTRAINT ... NOT VALID of all that the plan carries, in its order.
[[nodiscard]] std::vector<std::string> foreign_keys_sql(const Plan& plan);

/// Those that stand in `schema`.
[[nodiscard]] std::vector<StagedForeignKey> foreign_keys_in(Session& session, const std::string& schema);

/// Which of the keys that touch one of `tables` have orphans; `tables` empty: of all. For people.
[[nodiscard]] std::vector<std::string> keys_with_orphans(Session& session, const std::vector<StagedForeignKey>& keys,
                                                         const std::set<std::string>& tables);

}  // namespace lite2pg
