// A second implementation of the comparison, as plain as can be: SQLite's rows and the text that PostgreSQL prints, all
// in memory, value by value. It knows nothing of codecs, plans, encodings and hashes.
#pragma once

#include <string>
#include <vector>

#include "tests/support/postgres_server.h"

namespace lite2pg::test {

/// Differences between the tables of a SQLite file and those of the same names in a schema, spelled as Damager does.
[[nodiscard]] std::vector<std::string> slow_differences(const std::string& sqlite_file, const TempDatabase& target,
                                                        const std::string& schema);

}  // namespace lite2pg::test
