// What the server must be and grant before a run touches anything.
#pragma once

#include <string>

#include "import/postgres/session.h"

namespace lite2pg {

/// Where a staged run puts its tables.
struct StagedPlace {
  std::string schema;              ///< In the end; empty: not known yet.
  std::string given_staging = {};  ///< A staging schema that stands there; empty: the run makes one.
  bool goes_on = false;            ///< A run that was begun before: its staging schema and the ledger are there.
};

/// A way that no pooler makes unsafe, encoding UTF8, the rights to create schemas, where some are to be made, and to
/// put tables into those that stand there. Throws Error(target) with what to do.
void check_server(Session& session, const StagedPlace& place);

/// Whether the role may create schemas in the database.
[[nodiscard]] bool may_create_schemas(Session& session);

/// The same for a run into tables that stand there: pooler, encoding; the right to make the ledger when
/// there is none, and a ledger is wanted.
void check_server_for_existing(Session& session, bool ledger);

}  // namespace lite2pg
