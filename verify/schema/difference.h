// What the comparison of two schemas found.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mapping/plan/plan.h"

namespace lite2pg {

/// A difference between the schema as planned and as it is.
struct SchemaDifference {
  ObjectKind kind = ObjectKind::table;
  std::string table, name;      ///< Target names.
  std::string planned, actual;  ///< Definitions; one is empty when the object is missing or extra.
  std::string reason;           ///< For people: "NOT NULL is missing", "index differs".
  bool extra = false;           ///< The target has it, the plan does not: told, but no failure.
};

struct SchemaOutcome {
  bool compared = false;
  std::uint64_t objects = 0;  ///< Compared.
  std::vector<SchemaDifference> differences;
  [[nodiscard]] std::uint64_t failures() const noexcept;
  bool decides = true;  ///< Whether differences are failures: not where nobody planned the target's schema.
};

}  // namespace lite2pg
