// Databases of every layout SQLite can write, from a seed.
#pragma once

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <memory>
#include <string>

namespace lite2pg::test {

/// How a random database came out.
struct RandomDatabase {
  std::unique_ptr<SQLite::Database> writer;  ///< Still open: a write-ahead log is live.
  std::string description;                   ///< "page_size 512, auto_vacuum 1, wal, ..."
};

/// Writes a database with rowid tables, WITHOUT ROWID tables, STRICT and generated columns; after inserts, updates,
/// deletes, ALTER TABLE, VACUUM and checkpoints in random order. The same seed, the same content.
[[nodiscard]] RandomDatabase make_random_database(const std::string& path, std::uint64_t seed);

}  // namespace lite2pg::test
