// What the server alone can say of values before the load, in a dry run too: a type without codec knows by its own
// input function what it refuses, rounds or cuts; a domain, and a column's own CHECKs, what they take.
#pragma once

#include "export/rows/row_source.h"
#include "import/postgres/session.h"
#include "mapping/plan/plan.h"
#include "mapping/target/catalog.h"

namespace lite2pg {

/// What the questions are about.
struct Asking {
  bool checks = true;  ///< CHECKs of columns too. A rehearsal asks them itself, with all others.
};

/// Sends each different value of such columns to the type, in batches, and adds a misfit for what is refused or, where
/// the type has no codec, comes back as another text; where the mapping file says what becomes of misfits, the column
/// remembers the values (ColumnPlan::refused). Writes nothing. Throws what the source throws, TargetError,
/// Error(interrupted).
void check_on_server(Session& session, RowSource& source, Plan& plan, const TargetCatalog& target, Asking asking = {});

/// Notes of each column whether a CHECK of its own or of its domain refuses NULL. Throws TargetError.
void find_refused_nulls(Session& session, TargetCatalog& target, Asking asking = {});

/// What is asked beside the type.
struct ServerQuestions {
  std::string domain = {};  ///< Quoted, with its schema; empty: the column's type is none.
  std::vector<ColumnCheck> checks = {};
};

/// One statement: column 1 is the number that the text had, column 2 what the type makes of it, column 3 the CHECK that
/// refuses it, or NULL. $1 is [{"n": 0, "c": "text"}, ...].
[[nodiscard]] std::string server_reading_sql(const ColumnPlan& column, const ServerQuestions& questions);

}  // namespace lite2pg
