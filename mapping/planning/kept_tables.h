// Tables of the source that are not loaded into tables that stand in the target, because the target's own rows stay:
// those that a framework's migrations wrote, and those that the user names.
#pragma once

#include <optional>
#include <string>

#include "mapping/application/framework.h"
#include "mapping/choice/mapping_file.h"
#include "mapping/plan/plan.h"
#include "mapping/target/catalog.h"

namespace lite2pg {

/// Which tables stay as the target has them, and why. Refers to what it is made from.
class KeptTables {
 public:
  /// Throws Error(usage) for a name of --keep-target that is no table of the source.
  KeptTables(const Schema& schema, const PlanOptions& options, const MappingFile& mapping);

  /// For people: "--keep-target", "Django's own record of its migrations"; nullopt: the table is loaded. `target` is
  /// the table that it would go to, or nullptr: a framework's record that the target does not have is not missed, and
  /// one that is empty there was written by no migration.
  [[nodiscard]] std::optional<std::string> reason(const std::string& table, const TargetTable* target) const;

 private:
  const PlanOptions& options_;
  const MappingFile& mapping_;
  std::optional<Recognised> framework_;
};

}  // namespace lite2pg
