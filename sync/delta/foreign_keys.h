// Foreign keys of a live run: made at the freeze, NOT VALID, since looking at all rows would take too long under the
// source's lock; what orphans there are is found beforehand, and again where the last round touched rows.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "import/postgres/session.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// A foreign key that stands in the staging schema, and how its orphans are found.
struct StagedForeignKey {
  std::string schema, name, child, parent;  ///< Target names, unquoted.
  std::vector<std::string> from, to;        ///< Columns of the child, and those of the parent that they refer to.
};

/// What a round did to a table.
struct TouchedTable {
  std::string come, gone;  ///< Tables, with schema: rows that came (among others), and rows that went.
  bool whole = false;      ///< Any of its rows may be another one.
};
using TouchedTables = std::map<std::string, TouchedTable>;  ///< By target name.

/// SELECTs that have a row when there is an orphan among all rows: MATCH SIMPLE, a key of which a part is NULL refers
/// to nothing.
[[nodiscard]] std::string orphan_sql(const StagedForeignKey& key);
/// The same among what was touched; empty when nothing of it can be an orphan.
[[nodiscard]] std::vector<std::string> orphan_sql(const StagedForeignKey& key, const TouchedTables& touched);

/// ALTER TABLE ... ADD CONSTRAINT ... NOT VALID of all that the plan carries, in its order.
[[nodiscard]] std::vector<std::string> foreign_keys_sql(const Plan& plan);

/// Those that stand in `schema`.
[[nodiscard]] std::vector<StagedForeignKey> foreign_keys_in(Session& session, const std::string& schema);

/// Which of the keys have orphans. For people.
[[nodiscard]] std::vector<std::string> keys_with_orphans(Session& session, const std::vector<StagedForeignKey>& keys);
[[nodiscard]] std::vector<std::string> keys_with_orphans(Session& session, const std::vector<StagedForeignKey>& keys,
                                                         const TouchedTables& touched);

}  // namespace lite2pg
