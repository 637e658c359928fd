// One table as verify reads it on both sides.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "import/catalog/target_catalog.h"
#include "mapping/plan/plan.h"
#include "mapping/source/schema.h"
#include "mapping/value/digest.h"
#include "verify/sides/rows_set_aside.h"

namespace lite2pg {

enum class Side : std::uint8_t { source, target };

struct ComparedTable {
  const Table* source = nullptr;        ///< nullptr when the source's rows are known by their digest alone.
  std::optional<TableDigest> recorded;  ///< That digest.
  TablePlan plan;                       ///< The columns that both sides have, in digest order; `key` refers to them.
  std::string schema;                   ///< Of the target.
  const TargetTable* target = nullptr;
  bool whole = true;                                ///< The role may read all of its columns.
  std::uint64_t source_rows = 0, source_bytes = 0;  ///< Estimates.
  int bits = 0;                                     ///< Buckets: 2^bits.
  RowsSetAside set_aside;                           ///< Rows of the source that were not to be loaded.
  RowsThatMisfit misfits;                           ///< And those that the plan's on_misfit = "reject" leaves out.
  std::string only;  ///< SQL condition on the target's rows that belong to this source; empty: all do.
};

/// What a missing comparison leaves unproven.
enum class Unproven : std::uint8_t {
  rows,
  schema,
  sequences,
  nothing,  ///< The plan or the user left it out, or nobody ever planned it: it was not asked for.
};
[[nodiscard]] std::string_view name_of(Unproven u) noexcept;

/// Why something is not compared; for people.
struct NotCompared {
  std::string table, column;  ///< Source names; column empty: the whole table.
  std::string reason;
  Unproven what = Unproven::rows;
  bool allowed = false;    ///< --allow-uncompared takes it.
  bool set_aside = false;  ///< Rows that did not fit: said of every file of a fleet.
  [[nodiscard]] bool counts() const noexcept { return what != Unproven::nothing && !allowed; }
};

}  // namespace lite2pg
