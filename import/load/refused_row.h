// The row of a table that the server refuses, in the words of the source.
#pragma once

#include <optional>
#include <string>

#include "export/rows/row_source.h"
#include "import/load/context.h"
#include "import/postgres/bulk_connection.h"
#include "import/postgres/target_error.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// What a COPY was made of.
struct CopiedRows {
  const TablePlan& plan;
  const Table& table;
  const Slice& slice;
  const OrphanRows* orphans = nullptr;  ///< These stayed out; nullptr: none.
};

struct RefusedRow {
  std::string where;  ///< "rowid 7", with what the server said of the place.
  TargetError error;  ///< What the server says of it alone.
};

/// " (COPY people, line 5, column age)": the outermost place that the server names, which is the COPY itself; empty
/// when it names none.
[[nodiscard]] std::string place_in_copy(const TargetError& error);

/// Sends the rows again by `copy_sql`, counting, until one is refused, within the caller's transaction, which must
/// stand where it stood before the COPY. nullopt when all are taken this time, or when what is refused now is not what
/// `error`, the COPY's, speaks of. Throws TargetError for what is no row's, Error(interrupted), what the source throws.
[[nodiscard]] std::optional<RefusedRow> find_refused_row(BulkConnection& connection, const std::string& copy_sql,
                                                         const CopiedRows& rows, Reader& reader,
                                                         const TargetError& error);

}  // namespace lite2pg
