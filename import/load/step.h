// The statements after the data: each done once, with its ledger row in the same transaction.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "import/ledger/ledger.h"
#include "import/load/work_list.h"
#include "import/postgres/bulk_connection.h"
#include "import/postgres/session.h"

namespace lite2pg {

/// A statement that the server refused because of what the data or the schema is: tried again it would fail again.
struct Refusal {
  std::string table;  ///< Source table; empty for views.
  std::size_t object = Step::no_object;
  std::string sqlstate;
  std::string message;
  [[nodiscard]] bool is_orphan() const noexcept { return sqlstate == "23503"; }
};

/// Whether an error lies in the data or schema (SQLSTATE classes 22, 23, 42, 54, ...) and not in the server, the
/// connection or the role's rights.
[[nodiscard]] bool is_refusal(const TargetError& error) noexcept;

/// Appends the statement, for the run's staging schema, and the INSERT of its ledger row.
void append_step(std::vector<std::string>& statements, const RunRecord& run, const Step& step);

/// Runs a step in one transaction with its ledger row, in one round trip. Throws TargetError.
void run_step(BulkConnection& connection, const RunRecord& run, const Step& step);

}  // namespace lite2pg
