// SQLite databases with random schemas and random data: odd names, every declared type, values at the edges of their
// types, columns of mixed storage classes, keys of every form, empty tables, rows that are there several times.
#pragma once

#include <string>

#include "tests/mapping/random_values.h"

namespace lite2pg::test {

/// Makes the database at `path`, the same for the same seed.
void make_random_database(const std::string& path, std::uint64_t seed);

}  // namespace lite2pg::test
