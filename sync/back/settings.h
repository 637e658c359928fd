// What the way back is asked to do.
#pragma once

#include <string>

#include "common/options.h"

namespace lite2pg {

struct BackSettings {
  CommonOptions common;
  std::string target;             ///< Connection string or URI.
  std::string schema = "public";  ///< Of the target.
  std::string run;                ///< Of the ledger; empty: the latest that fits.
  std::string out;                ///< The SQLite file to make; nothing may stand there.
};

}  // namespace lite2pg
