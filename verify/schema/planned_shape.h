// The shape that the plan decides, told without a server: what can be said of a schema of which no record was made. Its
// definitions are spelled as the plan's statements, not as the catalog does (SchemaRigour::respelled).
#pragma once

#include "import/catalog/schema_shape.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// Pure. Of triggers and views only that they are there: their definition is empty.
[[nodiscard]] SchemaShape planned_shape(const Plan& plan);

}  // namespace lite2pg
