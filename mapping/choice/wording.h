// What a column of an existing table writes otherwise than its type (Wording), and what follows for its codec.
#pragma once

#include "mapping/census/census.h"
#include "mapping/choice/fit.h"
#include "mapping/plan/plan.h"
#include "mapping/target/catalog.h"

namespace lite2pg {

/// Which spellings the column may have.
[[nodiscard]] SpelledKind spelled_kind(const TargetColumn& column) noexcept;

/// Of what the mapping file says, what makes sense in a column of this type.
[[nodiscard]] Wording wording_for(const TargetColumn& column, const Wording& said);

/// What the codec of a column with a spelling will see: texts of which nothing is known.
[[nodiscard]] ColumnCensus census_as_spelled(const ColumnCensus& census, WrittenForm spelling);

/// Adds to the fit's fidelity and caveat what the wording changes.
void apply_wording(const Wording& wording, Fit& fit);

}  // namespace lite2pg
