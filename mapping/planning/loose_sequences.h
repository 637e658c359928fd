// Sequences of the target that no column's default names (Hibernate's, Synapse's): the application draws from them by
// name, so that nothing tells which column they are for.
#pragma once

#include "mapping/choice/mapping_file.h"
#include "mapping/plan/plan.h"
#include "mapping/target/catalog.h"

namespace lite2pg {

/// Sets `plan.sequences` by [sequences] of the mapping file, and by tables of the source that are sequences in the
/// target (one row, one column: Hibernate in SQLite); says of the others which line would set them. Throws Error(usage)
/// for a sequence or a column that the target does not have.
void plan_sequences(const MappingFile& mapping, const TargetCatalog& catalog, Plan& plan);

/// Whether the target has a sequence in the place of this table of the source, and it holds one number.
[[nodiscard]] const TargetSequence* sequence_in_place_of(const Table& table, const TableCensus& census,
                                                         const TargetCatalog& catalog);

}  // namespace lite2pg
