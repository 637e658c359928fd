// How a column's values are spelled on the way back. Most codecs say it themselves; those that take several spellings
// keep none of them, and their canonical form (microseconds, say) is nothing that an application would read.
#pragma once

#include <optional>

#include "mapping/plan/plan.h"

namespace lite2pg {

/// A codec that reads the same fields as `column.codec` and gives values of the same canonical form, spelled as the
/// column's application most likely does. `census`: what the import found in the column; nullptr: not known.
[[nodiscard]] Codec written_codec(const ColumnPlan& column, const ColumnCensus* census);

/// jsonb is read as the server spells it, with all digits of a number (1.0, 30 digits): its canonical form, by which
/// verify compares, is no document that an application would read alike.
void keep_spelling_of_documents(ColumnPlan& column);
/// Lengths of time that stood as texts, and arrays of them, are read as the server spells them, since their canonical
/// form is one count of microseconds. The codec by which verify compares them; nullopt: it is no such column.
[[nodiscard]] std::optional<Codec> keep_spelling_of_lengths(ColumnPlan& column);
/// The codec by which two values of the column are the same.
[[nodiscard]] Codec compared_codec(const ColumnPlan& column);

}  // namespace lite2pg
