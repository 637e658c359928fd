// A difference between the schema as planned or recorded and as it is.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "import/catalog/schema_shape.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

enum class SchemaFault : std::uint8_t {
  missing,
  differs,
  unenforced,  ///< It is there, but does not do what it says.
  extra,       ///< The target has it, the plan does not.
  repeats,     ///< A sequence would give out a number again.
  exhausted,   ///< A sequence has no number left.
};

/// Whether a difference makes the run fail.
enum class Weight : std::uint8_t { failure, told };

/// The kind under which reports list it.
[[nodiscard]] ObjectKind kind_of(Aspect a) noexcept;

struct SchemaDifference {
  Aspect aspect = Aspect::table;
  SchemaFault fault = SchemaFault::differs;
  std::string table, name;                    ///< Target names; `name` is empty for the table itself.
  std::string planned, actual;                ///< Definitions; one is empty when the object is missing or extra.
  Enforcement state = Enforcement::enforced;  ///< Of what stands there.
  Weight weight = Weight::failure;

  /// For people: "NOT NULL is missing", "foreign key is disabled", "rule is not in the plan".
  [[nodiscard]] std::string reason() const;
};

struct SchemaOutcome {
  bool compared = false;
  std::uint64_t objects = 0;  ///< Compared.
  std::vector<SchemaDifference> differences;
  [[nodiscard]] std::uint64_t failures() const noexcept;
};

}  // namespace lite2pg
