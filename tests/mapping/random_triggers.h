// Databases with random triggers of the kinds that applications have, and statements that fire them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lite2pg::test {

/// What to compare after each statement: the same rows as text in both databases, but for their order.
struct ComparedTable {
  std::string name;
  std::string in_sqlite, in_postgres;  ///< Queries.
};

struct TriggerCase {
  std::string script;                   ///< For SQLite: tables with rows, views, triggers.
  std::vector<std::string> statements;  ///< Which both databases read alike.
  std::vector<ComparedTable> tables;
};

/// The same for the same seed.
[[nodiscard]] TriggerCase random_trigger_case(std::uint64_t seed, std::size_t statements);

}  // namespace lite2pg::test
