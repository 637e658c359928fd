// What the way back is asked to do.
#pragma once

#include <cstdint>
#include <string>

#include "common/options/parser.h"

namespace lite2pg {

/// What becomes of a row with a value that SQLite cannot hold as the column's codec reads it.
enum class BackMisfit : std::uint8_t {
  refuse,  ///< All are listed, and no file is made.
  widen,   ///< Text for what has no number; what SQLite has no exact place for is refused still.
  reject,  ///< The row goes into a file beside OUT, as a JSON line.
};

struct BackSettings {
  CommonOptions common;
  std::string target;             ///< Connection string or URI.
  std::string schema = "public";  ///< Of the target.
  std::string run;                ///< Of the ledger; empty: the latest that fits.
  std::string tenant;             ///< Of a fleet; empty: the run's only source.
  std::string out;                ///< The SQLite file to make; nothing may stand there.
  BackMisfit on_misfit = BackMisfit::refuse;
  bool added = false;    ///< Columns and tables that the target has beside the plan come along.
  bool dropped = false;  ///< Columns and tables that the target has no more are made, empty.
};

}  // namespace lite2pg
