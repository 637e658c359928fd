// What a run makes in its staging schema.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "import/catalog/schema_objects.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// "table users": the kind in lower case, and the name.
[[nodiscard]] std::string described(const SchemaObject& object);

/// Tables, their partitions, types and views of a plan.
class RunObjects {
 public:
  /// Partitions are looked up in `schema`: they are made for the months that rows were found in.
  RunObjects(Session& session, const Plan& plan, const std::string& schema);

  [[nodiscard]] bool holds(const SchemaObject& object) const;
  /// Those that are not among `present`, described.
  [[nodiscard]] std::vector<std::string> missing(const std::vector<SchemaObject>& present) const;

 private:
  std::set<std::string> planned_, partitions_;
};

}  // namespace lite2pg
