// The triggers of a run. Their functions name the schema in which the tables stand, so that they are made when these
// are in their final one, and made again whenever publish or rollback moves them.
#pragma once

#include <string_view>
#include <vector>

#include "import/catalog/schema_objects.h"

namespace lite2pg {

/// Makes the triggers of the run's plan for the tables in `to`; what of them stands in `from`, where the tables stood
/// before, is made anew. Inside the transaction that moved the tables. Throws Error(refused) when functions of other
/// names' owners are in the way.
void make_triggers(Session& session, std::string_view run, std::string_view from, std::string_view to);

/// Makes anew, for `to`, what stands in `from` of the triggers of runs of ours to which `moved` belongs: as they are
/// now, switched off where they are switched off, and none that somebody dropped.
void move_triggers(Session& session, const std::vector<SchemaObject>& moved, std::string_view from,
                   std::string_view to);

}  // namespace lite2pg
