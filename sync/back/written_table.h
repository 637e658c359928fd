// One table of the way back: what is read of the target, and where in the new file it goes.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mapping/plan/plan.h"
#include "mapping/target/catalog.h"

namespace lite2pg {

struct WrittenTable {
  const Table* source = nullptr;  ///< As it is made.
  TablePlan plan;  ///< The columns that are copied, with the codecs that spell them; `key` refers to these columns.
  const TargetTable* target = nullptr;
  std::uint64_t rows = 0;  ///< An estimate.
  std::string only;        ///< SQL condition on the rows that come back; empty: all.
  bool derived = false;    ///< No ledger tells how its values are to be read: verify goes by what it finds.
  /// By column: the codecs by which lengths of time are compared that are read as PostgreSQL's text.
  std::map<std::size_t, Codec> lengths = {};

  [[nodiscard]] const Column& column(std::size_t i) const {
    return source->columns[static_cast<std::size_t>(plan.columns[i].source_index)];
  }
};

}  // namespace lite2pg
