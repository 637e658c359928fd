// Plans every schema object beside the columns: keys, uniques, indexes, foreign keys, checks, views, and the list of
// what is not carried. Needs the columns' plans, because a constraint is translated for the types they became.
#pragma once

#include <vector>

#include "mapping/choice/mapping_file.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// Fills defaults, generated and identity columns of `plan.tables` (default_sql, generated_sql, identity, via the
/// expression translator) and appends to `plan.objects` one entry for every object of `plan.schema` that is in scope.
/// Names that PostgreSQL cannot hold as they are (63 bytes, collisions in the schema's one namespace for tables,
/// indexes, sequences) are renamed by one deterministic rule, and reported as changed.
void plan_objects(Plan& plan, const MappingFile& mapping);

}  // namespace lite2pg
