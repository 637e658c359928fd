// Target type -> codec, given what the survey found: the one table by which both an import into existing tables and the
// verification of a target that was loaded elsewhere read a column.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mapping/census/census.h"
#include "mapping/choice/fit.h"
#include "mapping/codec/codec.h"
#include "mapping/target/catalog.h"

namespace lite2pg {

/// Whether fields of the column arrive in the binary format that the codec reads.
[[nodiscard]] bool reads(const Codec& codec, const TargetColumn& column);

/// The types, by pg_type.typname, that have a codec.
[[nodiscard]] std::vector<std::string_view> types_with_codec();

/// The target's column as a type of our own; `by_text` for what has no codec.
[[nodiscard]] TargetType target_type_of(const TargetColumn& column);

/// Numbers: int2 to int8, float4, float8, numeric, money.
[[nodiscard]] bool holds_numbers(const TargetColumn& column) noexcept;

/// The evidence that a survey must collect for a column of this type.
[[nodiscard]] EvidenceSet evidence_for(const TargetColumn& column);

/// How values of a column with this census are read from a target column of this type.
struct DerivedCodec {
  Codec codec = {};
  bool via_text = false;        ///< The type has no codec: it is compared by its text.
  bool via_json = false;        ///< An array: compared as JSON.
  bool form = false;            ///< The census does not know the type: each value is to be tried.
  std::string assumption = {};  ///< What had to be assumed, for people; may be empty.
};
/// The codec takes everything that the type may mean, in whatever spelling: what it refuses fits the column in no way.
[[nodiscard]] DerivedCodec derive_codec(const ColumnCensus& census, const TargetColumn& column,
                                        const Reading& reading = {});

}  // namespace lite2pg
