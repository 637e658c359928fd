// Target type -> codec, given what the survey found: the one table by which both an import into existing tables and the
// verification of a target that was loaded elsewhere read a column.
#pragma once

#include <string>

#include "mapping/census.h"
#include "mapping/codec.h"
#include "mapping/target_schema.h"

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

}  // namespace lite2pg
