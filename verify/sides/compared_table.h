// One table as verify reads it on both sides.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "import/postgres/target_catalog.h"
#include "mapping/plan/plan.h"
#include "mapping/source/schema.h"
#include "mapping/value/digest.h"

namespace lite2pg {

enum class Side : std::uint8_t { source, target };

struct ComparedTable {
  const Table* source = nullptr;        ///< nullptr when the source's rows are known by their digest alone.
  std::optional<TableDigest> recorded;  ///< That digest.
  TablePlan plan;                       ///< The columns that both sides have, in digest order; `key` refers to them.
  std::string schema;                   ///< Of the target.
  const TargetTable* target = nullptr;
  std::uint64_t source_rows = 0, source_bytes = 0;  ///< Estimates.
  int bits = 0;                                     ///< Buckets: 2^bits.
};

/// Why a table of the plan is not compared; for people.
struct NotCompared {
  std::string table, column;  ///< Source names; column empty: the whole table.
  std::string reason;
};

}  // namespace lite2pg
