// What rounds and the freeze of a live run are asked to do.
#pragma once

#include <optional>
#include <string>

#include "common/options/parser.h"

namespace lite2pg {

struct DeltaSettings {
  CommonOptions common;
  std::string source, target;
  std::string run;  ///< Of the ledger; empty: the latest that fits.
  std::optional<unsigned>
      rounds;                ///< So many at most; without: until a freeze would be short, or rounds do not shrink.
  double freeze_target = 2;  ///< Seconds.
  bool freeze = false;
  bool replace = false;        ///< What stands in the target schema is moved aside.
  unsigned lock_timeout = 10;  ///< Seconds: for the source's lock and for those of the target.
};

}  // namespace lite2pg
