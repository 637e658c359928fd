// How a column's values are spelled on the way back. Most codecs say it themselves; those that take several spellings
// keep none of them, and their canonical form (microseconds, say) is nothing that an application would read.
#pragma once

#include "mapping/plan/plan.h"

namespace lite2pg {

/// A codec that reads the same fields as `column.codec` and gives values of the same canonical form, spelled as the
/// column's application most likely does. `census`: what the import found in the column; nullptr: not known.
[[nodiscard]] Codec written_codec(const ColumnPlan& column, const ColumnCensus* census);

}  // namespace lite2pg
