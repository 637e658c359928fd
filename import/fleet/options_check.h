// What is wrong with a fleet's command line is said before a run is recorded, as far as schemas tell it.
#pragma once

#include <vector>

#include "import/run/options.h"
#include "import/tenants/list.h"
#include "mapping/source/schema.h"

namespace lite2pg {

/// Plans the schema of the first file that can be read, without rows. A file may be of an older version that lacks what
/// a mapping file names: then some more are tried. Throws Error(usage) when none of them goes with the options.
void check_options(const std::vector<FleetFile>& files, const ImportOptions& options, int server_version);

/// Files are told to be of one schema by what SQLite says of it, where an R-Tree is no table. Throws Error(usage) for
/// one that is to be carried as a table.
void refuse_rtrees(const Schema& schema);

}  // namespace lite2pg
