// Fits a plan to the column types that the target has. For a target that lite2pg loaded this changes nothing; for one
// that another tool or an ORM made it chooses, column by column, the codec by which its values can be read back fairly;
// and for a column whose type was altered after the import too.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mapping/plan.h"
#include "verify/target_catalog.h"

namespace lite2pg {

/// Whether fields of the column arrive in the binary format that the codec reads.
[[nodiscard]] bool reads(const Codec& codec, const TargetColumn& column);

/// How values of a column with this census are read from a target column of this type.
struct DerivedCodec {
  Codec codec = {};
  bool via_text = false;        ///< The type has no codec: it is compared by its text.
  std::string assumption = {};  ///< What had to be assumed, for people; may be empty.
};
[[nodiscard]] DerivedCodec derive_codec(const ColumnCensus& census, const TargetColumn& column);

/// Gives every planned table and column the target's spelling of its name (the exact one, else by letter case alone)
/// and, where the planned codec cannot read the target's type, a derived one. Pure. `assumptions`: one line a column.
void adapt_plan(Plan& plan, const TargetCatalog& catalog, std::vector<std::string>& assumptions);

}  // namespace lite2pg
