// The lattice run backwards: what a column of a target that no SQLite file ever stood behind becomes in one
// (docs/way-back.md has the same table). Pure.
#pragma once

#include <string>

#include "mapping/plan/plan.h"
#include "mapping/target/catalog.h"

namespace lite2pg {

struct BackwardType {
  std::string declared;   ///< "VARCHAR(20)"
  std::string collation;  ///< "NOCASE", or empty.
  Codec codec;            ///< Spells the values.
  bool via_text = false;  ///< By the text that the server makes of them.
  bool via_json = false;  ///< An array, as JSON.
};

[[nodiscard]] BackwardType backward_type(const TargetColumn& column);

/// The column as a plan has it; `index`: its place in the SQLite table.
[[nodiscard]] ColumnPlan backward_column(const TargetColumn& column, int index);

}  // namespace lite2pg
