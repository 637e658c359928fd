// What the server makes of texts that go into columns whose types have no codec: asked before the load, in a dry run
// too, because the type's own input function alone knows what it refuses, rounds or cuts.
#pragma once

#include "export/rows/row_source.h"
#include "import/postgres/session.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// Sends each different text of such columns to the type's input function, in batches, and adds a misfit for what is
/// refused or comes back as another text; where the mapping file says what becomes of misfits, the column remembers the
/// texts (ColumnPlan::refused). Writes nothing. Throws what the source throws, TargetError, Error(interrupted).
void check_on_server(Session& session, RowSource& source, Plan& plan);

/// One statement: column n is the number that the text had, column 2 what the type makes of it. $1 is
/// [{"n": 0, "c": "text"}, ...].
[[nodiscard]] std::string server_reading_sql(const ColumnPlan& column);

}  // namespace lite2pg
