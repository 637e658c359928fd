// What the server must be and grant before a run touches anything.
#pragma once

#include <string>

#include "import/postgres/session.h"

namespace lite2pg {

/// A way that no pooler makes unsafe, encoding UTF8, the rights to create schemas and to put tables into `schema`.
/// Throws Error(target) with what to do.
void check_server(Session& session, const std::string& schema);

/// The same for a run into tables that stand there: pooler, encoding; the right to make the ledger when
/// there is none, and a ledger is wanted.
void check_server_for_existing(Session& session, bool ledger);

}  // namespace lite2pg
