// The tables of the ledger.
#pragma once

#include <string>

#include "import/postgres/session.h"

namespace lite2pg {

inline constexpr int ledger_version = 1;

/// CREATE SCHEMA and CREATE TABLE of a new ledger, as one text.
[[nodiscard]] std::string ledger_ddl();

/// Whether the target has a ledger that this session may see.
[[nodiscard]] bool has_ledger(Session& session);

/// Creates the ledger when it is missing, safe against a second process doing the same. Throws Error(target) when it
/// was written by a newer lite2pg.
void ensure_ledger(Session& session);

}  // namespace lite2pg
